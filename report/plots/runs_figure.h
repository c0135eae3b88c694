/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the plots of several runs share: a figure of each backend, with a point for each run. */
#ifndef HOOKBENCH_REPORT_PLOTS_RUNS_FIGURE_H
#define HOOKBENCH_REPORT_PLOTS_RUNS_FIGURE_H

#include "report/plots/plot.h"

/* The backends of all runs. */
struct runs_backends {
	size_t n;
	const char *v[PLAN_MAX_BACKENDS];
};

/* A figure of each backend, over the runs; at `x` of a run, or at its position if x is NULL. */
struct runs_figure {
	double (*x)(const struct run *run);
	double (*y)(const struct summary_row *row);
	bool has_interval;
	bool with_reference;
	const char *unit;
	bool is_unordered; /* no line connects the runs */
};

/* In the order of the runs, without the reference. */
void runs_figure__list(const struct report *r, bool with_reference, struct runs_backends *names);
/* Whether all runs have one unit, and there is something to draw. */
bool runs_figure__has_lines(const struct report *r);
/* json_equal does not accept NULL for a missing object, such as the VM of a run without one. */
bool runs_figure__are_equal(const json_t *a, const json_t *b);
bool runs_figure__kernels_differ(const struct report *r);
/* Of all runs. */
const char *runs_figure__unit(const struct plot *p);
/* A figure's `y`. */
double runs_figure__overhead(const struct summary_row *row);
/* Writes the data and the command `plot`. */
void runs_figure__write(const struct plot *p, const struct runs_figure *f, FILE *s);
/* The callbacks of rows whose figure is the overhead. */
const char *runs_figure__caption(const struct plot *p);
void runs_figure__describe(const struct plot *p, FILE *text);

#endif
