/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of many names somebody may have meant. */
#ifndef HOOKBENCH_BENCH_BASE_SIMILAR_NAMES_H
#define HOOKBENCH_BENCH_BASE_SIMILAR_NAMES_H

#include <stddef.h>

#define SIMILAR_NAMES_SHOWN 5
#define SIMILAR_NAMES_SIZE  64 /* of a name, with its NUL; longer ones are never near */

struct similar_names {
	char wanted[SIMILAR_NAMES_SIZE];
	size_t n; /* the nearest first */
	struct {
		char name[SIMILAR_NAMES_SIZE];
		size_t distance;
	} found[SIMILAR_NAMES_SHOWN];
};

/*
 * Letters to be changed, left out or added to make one of the other, their case aside. At most
 * SIMILAR_NAMES_SIZE of each are looked at.
 */
size_t similar_names__distance(const char *a, const char *b);

void similar_names__start(struct similar_names *near, const char *wanted);
/* Keeps the name, once, if it is one of the nearest so far, and near at all. */
void similar_names__offer(struct similar_names *near, const char *name);
/* "EPYC, EPYC-Rome, EPYC-v1"; "" if none is near. */
void similar_names__format(const struct similar_names *near, char *text, size_t size);

#endif
