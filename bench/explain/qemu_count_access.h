/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin, if it was asked for drivers: what each instruction of an operation is, what it reads
 * and writes, and how often it is followed by another than the next one.
 */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_ACCESS_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "bench/explain/qemu_count_effect.h"
#include "bench/explain/qemu_count_stack.h"
#include "bench/explain/qemu_count_table.h"

/* No instruction is longer. */
#define CODE_BYTES 15

/* 64 bytes are a cache line, and 64 of these a page of 4 KiB. */
#define LINE_SHIFT 6
#define PAGE_SHIFT 6

/* How many different counts of a path's operations are distinguished. */
#define MAX_VARIANTS 32

/*
 * What QEMU has translated at an address. That may be different code in turn, without another
 * translation: a breakpoint in a program is in a page of its own, which goes away with it.
 */
struct code {
	struct item *item;
	struct code *other; /* at the same address */
	uint64_t next;	    /* the address after it */
	enum kind kind;
	uint8_t size, bytes[CODE_BYTES];
	struct stack_effect effect;
};

/* Of an instruction, in this operation. */
struct access {
	struct code *codes;	 /* all at its address */
	const struct code *code; /* the one executed last */
	uint64_t loads, stores;
	uint64_t turns; /* another instruction than the next followed */
	uint64_t depth; /* of the stack, before or after it, whichever is larger; in bytes */
};

/* Finds it, or adds it. The item gets its `access`, if it has none. arch: struct count_arch's. */
struct code *code__get(struct item *item, uint64_t next, enum kind kind, const char *arch,
		       const uint8_t bytes[CODE_BYTES]);

/* A cache line of data that an instruction touches. */
struct touch {
	const struct item *item;
	uint64_t line; /* the address, shifted */
};

/* A set of touches; open addressing. A slot of another generation is empty. */
struct touch_set {
	struct touch *slots;
	uint32_t *generations, generation;
	size_t n, size; /* a power of 2 */
};

/* The accesses of an operation. */
struct accesses {
	uint64_t loads, stores, turns; /* as reported, instruction by instruction */
	uint64_t lines, pages;	       /* of data, distinct */
	struct stack_pointer stack;
	struct touch_set seen; /* by instructions; with item NULL, by the operation */
	size_t n, size;
	struct touch *touches; /* by instructions, each once, in order */
};

/*
 * Operations of one path whose accesses are the same in number. The addresses may differ from one
 * to the other: those are of the first one.
 */
struct variant {
	uint64_t operations, loads, stores, turns, lines, pages, depth, confirmed, corrected;
	struct access *access; /* of each instruction of the path, in the path's order */
	size_t n_touches;
	struct touch *touches; /* sorted by instruction, then by line */
};

struct variants_of_path {
	size_t n;
	struct variant v[MAX_VARIANTS];
};

void accesses__add(struct accesses *a, struct item *item, uint64_t address, uint64_t size,
		   bool is_store);
/* Forgets the operation, which executed these instructions. */
void accesses__clear(struct accesses *a, const struct counts *instructions);

/* Adds the operation; `path`: its instructions, in the order of the path's first operation. */
void variants_of_path__add(struct variants_of_path *variants, const struct accesses *a,
			   const struct counts *path);
/*
 * Of those with the most frequent number of lines, the most frequent one; NULL: there is none.
 */
const struct variant *variants_of_path__choose(const struct variants_of_path *variants);
void variants_of_path__free(struct variants_of_path *variants);

/* The v line of the chosen one; see qemu_count_plugin.c. */
void variants_of_path__write(const struct variants_of_path *variants, const struct variant *chosen,
			     FILE *file);
/* The x line and the l lines of the path's instruction i. */
void variant__write_instruction(const struct variant *v, const struct counts *path, size_t i,
				FILE *file);

#endif
