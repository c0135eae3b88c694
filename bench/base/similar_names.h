/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of many names somebody may have meant. */
#ifndef HOOKBENCH_BENCH_BASE_SIMILAR_NAMES_H
#define HOOKBENCH_BENCH_BASE_SIMILAR_NAMES_H

#include <stddef.h>

#define NEAR_SHOWN 5
#define NEAR_SIZE  64 /* of a name, with its NUL; longer ones are never near */

struct near {
	char wanted[NEAR_SIZE];
	size_t n; /* the nearest first */
	struct {
		char name[NEAR_SIZE];
		size_t distance;
	} found[NEAR_SHOWN];
};

/*
 * Letters to be changed, left out or added to make one of the other, their case aside. At most
 * NEAR_SIZE of each are looked at.
 */
size_t near__distance(const char *a, const char *b);

void near__start(struct near *near, const char *wanted);
/* Keeps the name, once, if it is one of the nearest so far, and near at all. */
void near__offer(struct near *near, const char *name);
/* "EPYC, EPYC-Rome, EPYC-v1"; "" if none is near. */
void near__format(const struct near *near, char *text, size_t size);

#endif
