/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the sections of an ELF file, which is foreign, may be read: libelf reads them whole. */
#ifndef HOOKBENCH_BENCH_ELF_ELF_SECTIONS_H
#define HOOKBENCH_BENCH_ELF_ELF_SECTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct Elf;

/*
 * Checks the sizes of all sections that the modules of this folder read: symbols and names of at
 * most 512 MiB, which is more than any program has, and 16 MiB of what describes them and of
 * notes. A hole in a file makes a section of any size, and costs nothing. False: `problem` says
 * which section it is, in words that follow "it is".
 */
bool elf_sections__are_bounded(struct Elf *elf, char *problem, size_t size);

#endif
