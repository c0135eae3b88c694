/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flame graphs: how a weight is distributed over call stacks, as an SVG that can be embedded in a
 * page.
 */
#ifndef HOOKBENCH_REPORT_DOCUMENT_FLAME_H
#define HOOKBENCH_REPORT_DOCUMENT_FLAME_H

#include <stddef.h>
#include <stdio.h>

struct flame;

/* NULL when out of memory, logged. Free with flame__free. */
struct flame *flame__new(void);
void flame__free(struct flame *flame);

/*
 * Adds a stack, "caller;callee;...", outermost first, with the weight of its last function itself.
 * Weights of the same stack are summed. 0 or -ENOMEM, logged.
 */
int flame__add(struct flame *flame, const char *stack, double weight);

/* The total weight of all stacks. */
double flame__total(const struct flame *flame);

/* Calls `visit` for each function of each stack, as often as it is there. */
void flame__visit(const struct flame *flame, void (*visit)(void *context, const char *function),
		  void *context);

struct flame_shades;

struct flame_look {
	const char *name;  /* letters, digits, underscores: the prefix of ids in the SVG */
	const char *title; /* in words */
	const char *unit;  /* of the weights: "instructions" */
	/*
	 * 0: draw everything. Otherwise weights are numbers of samples: draw only what exceeds 0 by
	 * this many standard deviations, assuming that a sample falls on either side of a
	 * difference by chance.
	 */
	double sure;
	/* The colour of a function, such as "#d55e00"; NULL: one colour for all. */
	const char *(*colour)(const char *function);
	/* By a number of the function instead, with a legend; NULL: not. */
	const struct flame_shades *shades;
};

/*
 * Writes the SVG. The width is the total weight; callees are above their callers, sorted by name. A
 * frame's title has its function, weight and share. Frames with no weight or a negative one are
 * left out, and so are those that are not significant or narrower than half a pixel.
 */
void flame__write_svg(const struct flame *flame, const struct flame_look *look, FILE *file);

#endif
