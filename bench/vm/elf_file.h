/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an ELF file needs to run, read from the file without executing it. */
#ifndef HOOKBENCH_BENCH_VM_ELF_FILE_H
#define HOOKBENCH_BENCH_VM_ELF_FILE_H

#include <stddef.h>

#include "bench/vm/guest_arch.h"

/* Owns its strings. */
struct elf_file {
	const struct guest_arch *arch;
	char *interpreter; /* the dynamic loader; NULL: none */
	char *search;	   /* DT_RUNPATH or DT_RPATH, unchanged; NULL: none */
	size_t n_needed;
	char **needed; /* sonames, or paths */
};

/*
 * 0: free it then; -ENOEXEC if it is not a program or library; -ENOTSUP if it is one for another
 * architecture; another -errno. Not logged.
 */
int elf_file__read(const char *path, const struct guest_arch *arch, struct elf_file *file);
void elf_file__free(struct elf_file *file);

/*
 * Finds a library as the dynamic loader would for the program or library `of`: in the folders that
 * the file names, in ld.so's cache, and in the system's folders. A path for the caller to free;
 * NULL if there is none.
 */
char *elf_file__find_library(const struct elf_file *file, const char *of, const char *name);

#endif
