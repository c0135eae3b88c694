/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an ELF file needs to be run, read from the file: nothing of it is executed. */
#ifndef HOOKBENCH_BENCH_VM_ELF_FILE_H
#define HOOKBENCH_BENCH_VM_ELF_FILE_H

#include <stddef.h>

/* A list of strings of its own. */
struct elf_file {
	char *interpreter; /* the dynamic loader; NULL: none is named */
	char *search;	   /* DT_RUNPATH or DT_RPATH, as it stands; NULL: none */
	size_t n_needed;
	char **needed; /* sonames, or paths */
};

/* 0 (free it then); -ENOEXEC if it is no ELF file of this machine; another -errno. Silently. */
int elf_file__read(const char *path, struct elf_file *file);
void elf_file__free(struct elf_file *file);

/*
 * Finds a library as the dynamic loader does, for a program or library at the path `of`: in the
 * folders that the file itself names, in ld.so's cache, in the folders of the system. A path for
 * the caller to free; NULL if there is none.
 */
char *elf_file__find_library(const struct elf_file *file, const char *of, const char *name);

#endif
