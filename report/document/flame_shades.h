/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Colours of a flame graph by a number that each function has, with a legend. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_FLAME_SHADES_H
#define HOOKBENCH_REPORT_DOCUMENT_FLAME_SHADES_H

#include <stdint.h>
#include <stdio.h>

struct flame_shades {
	const char *what; /* the number is of: "locked" */
	/* Of the function itself, on all its stacks together; what is not above 0 is grey. */
	int64_t (*value)(const void *context, const char *function);
	const void *context;
};

/* The height that the legend needs, in pixels. */
#define FLAME_LEGEND_HEIGHT 24

const char *flame_shades__colour(const struct flame_shades *shades, const char *function);
/* "; 3 locked", for the frame's title; nothing if it is 0. */
void flame_shades__write_note(const struct flame_shades *shades, const char *function, FILE *file);
/* As SVG: the colours and what they mean, from x to the right; y: its top. */
void flame_shades__write_legend(const struct flame_shades *shades, double x, double y, FILE *file);

#endif
