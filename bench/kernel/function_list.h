/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the functions for a pattern. */
#ifndef HOOKBENCH_BENCH_KERNEL_FUNCTION_LIST_H
#define HOOKBENCH_BENCH_KERNEL_FUNCTION_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * The functions whose names match a pattern with * and ?, of a list in the format of
 * tracefs/available_filter_functions; those of modules are left out, and each name comes once. The
 * caller frees them by function_list__free. 0; -ENOENT if there is none; -ENOMEM.
 */
int function_list__read(FILE *file, const char *pattern, char ***names, size_t *n);
/* The same of the running kernel's; or, if it is no pattern, the name itself, which is not looked
 * up. */
int function_list__match(const char *name, bool is_pattern, char ***names, size_t *n);
/* Also an empty list. Leaves one. */
void function_list__free(char ***names, size_t *n);

#endif
