/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flame graphs: how a weight is spread over call stacks, as an SVG that can stand in a page. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_FLAME_H
#define HOOKBENCH_REPORT_DOCUMENT_FLAME_H

#include <stddef.h>
#include <stdio.h>

struct flame;

/* NULL when out of memory, logged. Free with flame__free. */
struct flame *flame__new(void);
void flame__free(struct flame *flame);

/*
 * Adds a stack, "caller;callee;...", outermost first, with what was spent in its last function
 * itself. Of several with the same stack the weights are added up. 0 or -ENOMEM, logged.
 */
int flame__add(struct flame *flame, const char *stack, double weight);

/* What all stacks weigh together. */
double flame__total(const struct flame *flame);

struct flame_look {
	const char *name;  /* letters, digits, underscores: what the ids in the SVG begin with */
	const char *title; /* in words */
	const char *unit;  /* of the weights: "instructions" */
	/*
	 * 0, or weights are numbers of samples: draw only what is that many standard deviations
	 * above 0, if chance alone decides on which side of a difference a sample lies.
	 */
	double sure;
	/* Of a function, such as "#d55e00"; NULL: all have the same. */
	const char *(*colour)(const char *function);
};

/*
 * As wide as the total; callees stand above their callers, side by side by name. A frame tells its
 * function, weight and share in its title. What weighs nothing or less is left out, and so is what
 * is not sure, and what is narrower than half a pixel.
 */
void flame__write_svg(const struct flame *flame, const struct flame_look *look, FILE *file);

#endif
