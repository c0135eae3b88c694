/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text as the words that a shell would make of it, without a shell: nothing is run or expanded.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_WORDS_H
#define HOOKBENCH_BENCH_OBJECTS_WORDS_H

#include <stddef.h>

struct words {
	size_t n;
	char **v; /* ends with NULL */
	char *text;
};

/*
 * Blanks separate words; quotes of both kinds and backslashes keep them together. 0: free them
 * then; -EINVAL if a quote or a backslash has no end, or -ENOMEM; not logged.
 */
int words__split(const char *text, struct words *words);
void words__free(struct words *words);

#endif
