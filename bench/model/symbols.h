/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of a kernel's code, by address. */
#ifndef HOOKBENCH_BENCH_MODEL_SYMBOLS_H
#define HOOKBENCH_BENCH_MODEL_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

/* Names of what no function is. */
#define SYMBOL_UNKNOWN		 "?"
#define SYMBOL_USER		 "[user]"
#define SYMBOL_BPF_PROGRAM	 "[bpf program]"
#define SYMBOL_BPF_TRAMPOLINE	 "[bpf trampoline]"
#define SYMBOL_BPF_DISPATCHER	 "[bpf dispatcher]"
#define SYMBOL_FTRACE_TRAMPOLINE "[ftrace trampoline]"
#define SYMBOL_KPROBE_PAGE	 "[kprobe instructions]"

struct symbol {
	uint64_t start, end; /* it is [start, end) */
	char *name;	     /* as it is shown */
	unsigned int order;  /* in the file */
	char type;
};

struct symbols {
	size_t n;
	struct symbol *v; /* by address; they do not overlap */
};

/*
 * Reads lines "ADDRESS TYPE NAME" as in /proc/kallsyms. A symbol ends where the next begins, the
 * last at _etext. A name goes up to its first dot, so that a function and the parts that a compiler
 * made of it (.cold, .isra.0) are one; of functions that share a whole name, the second is NAME@2,
 * in the order of addresses. Of several names of an address, one is chosen, the same for each
 * kernel. 0, or -errno, logged. Free in the first case.
 */
int symbols__read(const char *text, size_t size, struct symbols *symbols);
/* Adds what the kernel has made at run time, by the name that the kernel gives it. 0 or -errno. */
int symbols__add(struct symbols *symbols, uint64_t start, uint64_t size, const char *name);
/* Must follow symbols__add. */
void symbols__sort(struct symbols *symbols);
/* Never NULL; belongs to `symbols`. `symbols` are looked at in the order given; they end with NULL.
 */
const char *symbols__name(const struct symbols *const *symbols, uint64_t address);
void symbols__free(struct symbols *symbols);

#endif
