// SPDX-License-Identifier: GPL-2.0-or-later
/* Plots of several runs: what each backend costs on which kernel, with which payload, ... */
#include <stdlib.h>

#include "bench/base/print.h"
#include "report/plots/plots_of_numbers.h"
#include "report/plots/runs_figure.h"

static bool kernels_vary(const struct plot *p)
{
	return runs_figure__has_lines(p->report) && runs_figure__kernels_differ(p->report);
}

/* A series of several kernels is many lines, and the page has none of its own. */
static bool are_compared(const struct plot *p)
{
	return !p->report->matrix.is_series;
}

/*
 * Whether the runs are on one kernel and differ in something other than a number: they are drawn
 * side by side.
 */
static bool runs_vary(const struct plot *p)
{
	const struct report *r = p->report;

	return runs_figure__has_lines(r) && r->matrix.is_series &&
	       !runs_figure__kernels_differ(r) && !plots_of_numbers__vary(p);
}

/* ---- runs by their names ---- */

/* Labels below the axis; more would overlap. */
#define MOST_LABELS 25

static void write_labelled(const struct plot *p, bool is_unordered, FILE *s)
{
	const struct runs_figure overheads = { NULL,  runs_figure__overhead, true,
					       false, runs_figure__unit(p),  is_unordered };

	fprintf(s, "set xtics rotate by -30 (");
	for (size_t i = 0; i < p->report->n; i += 1 + p->report->n / MOST_LABELS) {
		print__gnuplot(s, "%s'%s' %zu", i ? ", " : "", p->report->runs[i].label, i);
	}
	print__gnuplot(s, ")\nset xrange [-0.4:%zu-0.6]\nset ylabel '%s per call, over none'\n",
		       p->report->n, runs_figure__unit(p));
	runs_figure__write(p, &overheads, s);
}

static void write_kernels(const struct plot *p, FILE *s)
{
	write_labelled(p, false, s);
}

static void write_runs(const struct plot *p, FILE *s)
{
	write_labelled(p, true, s);
}

/* ---- the list ---- */

static const struct plot_row kernels = {
	.kind = { "kernels", "overhead by kernel, one line per backend (several runs)" },
	.title = "Overhead by kernel",
	.among_others = true,
	.is_file_only = are_compared,
	.applies = kernels_vary,
	.write = write_kernels,
	.caption = runs_figure__caption,
	.describe = runs_figure__describe,
};

static const struct plot_row runs = {
	.kind = { "runs", "overhead by payload, CPU model or kernel arguments (several runs)" },
	.title = "Overhead by run",
	.among_others = true,
	.applies = runs_vary,
	.write = write_runs,
	.caption = runs_figure__caption,
	.describe = runs_figure__describe,
};

const struct plot_row *const plots_of_runs[] = {
	&kernels,	  &runs,      &plot_copies, &plot_elsewhere, &plot_threads,
	&plot_throughput, &plot_rate, NULL,
};
