/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names in a program's debugging information, which also has those of functions without code.
 */
#ifndef HOOKBENCH_BENCH_ELF_DEBUG_NAMES_H
#define HOOKBENCH_BENCH_ELF_DEBUG_NAMES_H

#include <stdbool.h>

#include "bench/elf/code_file.h"

/*
 * Whether the name is there. False also if there is no debugging information, if it is very large,
 * or if the name is so short (up to three letters) that it is kept elsewhere.
 */
bool debug_names__has(const struct code_file *file, const char *name);

#endif
