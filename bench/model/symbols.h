/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols of a kernel's code, by address. */
#ifndef HOOKBENCH_BENCH_MODEL_SYMBOLS_H
#define HOOKBENCH_BENCH_MODEL_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

/* Names for code that is not a function. */
#define SYMBOL_UNKNOWN		 "?"
#define SYMBOL_USER		 "[user]"
#define SYMBOL_BPF_PROGRAM	 "[bpf program]"
#define SYMBOL_BPF_TRAMPOLINE	 "[bpf trampoline]"
#define SYMBOL_BPF_DISPATCHER	 "[bpf dispatcher]"
#define SYMBOL_FTRACE_TRAMPOLINE "[ftrace trampoline]"
#define SYMBOL_KPROBE_PAGE	 "[kprobe instructions]"

struct symbol {
	uint64_t start, end; /* the range [start, end) */
	char *name;	     /* for display */
	unsigned int order;  /* in the file */
	char type;
};

struct symbols {
	size_t n;
	struct symbol *v; /* sorted by address; they do not overlap */
};

/*
 * Reads lines "ADDRESS TYPE NAME" as in /proc/kallsyms. A symbol ends where the next begins, the
 * last at _etext. A name is cut at its first dot, so that a function and the parts that the
 * compiler split off (.cold, .isra.0) are one. If functions share a full name, the second is
 * NAME@2, in the order of addresses. Of several names of an address, one is chosen, the same on
 * every kernel. 0, or -errno, logged. On success, free with symbols__free.
 */
int symbols__read(const char *text, size_t size, struct symbols *symbols);
/* Adds code that the kernel created at run time, under the kernel's name. 0 or -errno. */
int symbols__add(struct symbols *symbols, uint64_t start, uint64_t size, const char *name);
/* Must follow symbols__add. */
void symbols__sort(struct symbols *symbols);
/* Never NULL; owned by `symbols`. `symbols` are searched in the order given and end with NULL. */
const char *symbols__name(const struct symbols *const *symbols, uint64_t address);
/* The same if a symbol begins at this address, else NULL. */
const char *symbols__name_of_start(const struct symbols *const *symbols, uint64_t address);
void symbols__free(struct symbols *symbols);

#endif
