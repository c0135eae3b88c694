/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions of a program or library by their names in its symbol tables. */
#ifndef HOOKBENCH_BENCH_ELF_CODE_SYMBOL_H
#define HOOKBENCH_BENCH_ELF_CODE_SYMBOL_H

#include "bench/base/similar_names.h"
#include "bench/elf/code_file.h"

#define CODE_SYMBOL_NAME_SIZE 128
#define CODE_SYMBOLS_MOST     8

/* A function; several symbols of one address are one. */
struct code_symbol {
	char name[CODE_SYMBOL_NAME_SIZE]; /* with its version: "malloc@@GLIBC_2.2.5"; foreign */
	uint64_t address;
	uint64_t offset;  /* in the file */
	uint64_t size;	  /* bytes; 0: unknown */
	bool is_default;  /* the version that programs are linked with now */
	bool is_indirect; /* IFUNC: it is called once, and returns the function to call */
};

struct code_lookup {
	size_t n; /* functions of that name; only the first CODE_SYMBOLS_MOST are in `found` */
	struct code_symbol found[CODE_SYMBOLS_MOST];
	bool has_all;	 /* the file has the symbols of all functions, not only of shared ones */
	bool has_shared; /* ... of shared ones; false with has_all false: it has no names */
	/* has_all false: the file that would have them; "": none could be told, see debug_file.h.
	 */
	char debug_path[192];
	bool is_imported; /* the file only calls it: another one has it */
	bool is_data;	  /* the name is that of a variable */
	struct similar_names near;
	struct similar_names versions; /* other ones of the function, if one was asked for */
	/* If the first one is indirect: functions that it may return, by their names. */
	struct similar_names instead;
};

/*
 * Looks a function up. name: with @VERSION or @@VERSION, or without. If there are several, the only
 * default version becomes the first.
 */
void code_symbol__look_up(const struct code_file *file, const char *name,
			  struct code_lookup *lookup);
/*
 * The function to hook, the first that was found; or NULL with the reason in `problem`, of `size`
 * bytes: why the name alone does not tell which function is meant.
 */
const struct code_symbol *code_symbol__choose(const struct code_lookup *lookup, char *problem,
					      size_t size);
/* The function in whose bytes an address is. False if no symbol says so. */
bool code_symbol__around(const struct code_file *file, uint64_t address,
			 struct code_symbol *symbol);

#endif
