/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A place in the code of a program or library, as people name it. */
#ifndef HOOKBENCH_BENCH_ELF_CODE_PLACE_H
#define HOOKBENCH_BENCH_ELF_CODE_PLACE_H

#include <limits.h>

#include "bench/elf/code_symbol.h"

/* FILE:FUNCTION, FILE:FUNCTION+OFFSET or, with an offset in the file, FILE+OFFSET. */
struct code_name {
	char file[PATH_MAX];
	char function[CODE_SYMBOL_NAME_SIZE]; /* "": only an offset is given */
	uint64_t offset;
};

#define CODE_PLACE_BYTES 16

struct code_place {
	uint64_t offset; /* in the file */
	uint64_t address;
	/* In the function of `symbol`, as far as it is known which that is. */
	bool is_known, is_inside; /* ... and behind its first instruction */
	struct code_symbol symbol;
	/* What is there: as many bytes as there are, at most CODE_PLACE_BYTES. */
	unsigned char code[CODE_PLACE_BYTES];
	size_t n_code;
};

/* 0; or -EINVAL with what is wrong in `problem`, of `size` bytes. */
int code_name__parse(const char *text, struct code_name *name, char *problem, size_t size);

/*
 * Finds the place in the file, which is open. 0; or -ENOENT with the reason in `problem`, of `size`
 * bytes. *lookup is then what was found by the function's name.
 */
int code_place__find(const struct code_file *file, const struct code_name *name,
		     struct code_place *place, struct code_lookup *lookup, char *problem,
		     size_t size);

#endif
