/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A backend looks the same wherever it is drawn: on the page, in plots, in a terminal. */
#ifndef HOOKBENCH_REPORT_FIGURES_BACKEND_LOOK_H
#define HOOKBENCH_REPORT_FIGURES_BACKEND_LOOK_H

#include <stdbool.h>

/*
 * The colours are dark enough for white paper and light enough for black: 3 to 1 on both. Those of
 * a family are alike; dashes and marks tell them apart, also without colour.
 */
struct backend_look {
	unsigned int colour; /* 0xRRGGBB */
	unsigned char dash;  /* 1 to 5, and the kind of point: numbers of gnuplot's */
	unsigned char mark;
};

/* control: of the second `none`. Any name has a look: of unknown ones, by their letters. */
struct backend_look backend_look__of(const char *backend, bool control);

#endif
