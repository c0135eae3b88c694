/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables whose rows begin with their name. The last row has the name NULL. */
#ifndef HOOKBENCH_BENCH_BASE_TABLE_H
#define HOOKBENCH_BENCH_BASE_TABLE_H

#include <stddef.h>

/* The row of that name, or NULL. */
const void *table__find(const void *table, size_t row_size, const char *name);
/* All names in the order of the rows, separated by ", ", truncated to `size`. */
void table__names(const void *table, size_t row_size, char *text, size_t size);
/*
 * " (did you mean two?)", with the names that are near, or "": to follow a name that no row has.
 */
void table__near(const void *table, size_t row_size, const char *name, char *text, size_t size);

#endif
