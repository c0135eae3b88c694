/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "a, b, c and 4 more": names in a text of limited size, without duplicates. */
#ifndef HOOKBENCH_BENCH_BASE_NAME_LIST_H
#define HOOKBENCH_BENCH_BASE_NAME_LIST_H

#include <stddef.h>

#define NAME_LIST_SHOWN 3

struct name_list {
	size_t n; /* different names among the first NAME_LIST_SHOWN, and all others */
	char names[NAME_LIST_SHOWN][64];
};

/* Longer names are truncated. */
void name_list__add(struct name_list *list, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void name_list__format(const struct name_list *list, char *text, size_t size);

#endif
