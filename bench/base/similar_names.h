/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Suggests the names that the user may have meant. */
#ifndef HOOKBENCH_BENCH_BASE_SIMILAR_NAMES_H
#define HOOKBENCH_BENCH_BASE_SIMILAR_NAMES_H

#include <stddef.h>

#define SIMILAR_NAMES_SHOWN 5
#define SIMILAR_NAMES_SIZE  64 /* of a name, with its NUL; longer names are never near */

struct similar_names {
	char wanted[SIMILAR_NAMES_SIZE];
	size_t n; /* the nearest first */
	struct {
		char name[SIMILAR_NAMES_SIZE];
		size_t distance;
	} found[SIMILAR_NAMES_SHOWN];
};

/*
 * The number of letters to change, remove, add or swap with the next to turn one name into the
 * other, ignoring case. Compares at most SIMILAR_NAMES_SIZE letters of each.
 */
size_t similar_names__distance(const char *a, const char *b);

void similar_names__start(struct similar_names *near, const char *wanted);
/* Keeps the name, without duplicates, if it is near and among the nearest so far. */
void similar_names__offer(struct similar_names *near, const char *name);
/* "EPYC, EPYC-Rome, EPYC-v1", as many as there is room for; "" if none is near. */
void similar_names__format(const struct similar_names *near, char *text, size_t size);
/* " (did you mean EPYC or EPYC-Rome?)": of the names that are equally near; "" if none is near. */
void similar_names__ask(const struct similar_names *near, char *text, size_t size);

#endif
