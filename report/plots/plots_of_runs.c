// SPDX-License-Identifier: GPL-2.0-or-later
/* Plots of several runs: what each backend costs on which kernel, with how many threads, ... */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/document/across_runs.h"
#include "report/figures/format.h"
#include "report/plots/gnuplot_script.h"
#include "report/plots/plot.h"

/* ---- backends of all runs ---- */

struct names {
	size_t n;
	const char *v[PLAN_MAX_BACKENDS];
};

/* The backends in the order of the runs, without the reference. */
static void list_hooks(const struct report *r, bool with_reference, struct names *names)
{
	names->n = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct summary *s = &r->runs[i].summary;

		for (size_t k = 0; k < s->n; k++) {
			const struct summary_row *row = &s->rows[k];
			bool known = row->control || (row->reference && !with_reference);

			for (size_t j = 0; j < names->n && !known; j++)
				known = !strcmp(names->v[j], row->backend);
			if (!known && names->n < PLAN_MAX_BACKENDS)
				names->v[names->n++] = row->backend;
		}
	}
}

/* ---- axes ---- */

static double threads_of(const struct run *run)
{
	return run->plan.threads;
}

static double copies_of(const struct run *run)
{
	return run->plan.copies;
}

static double rate_of(const struct run *run)
{
	return run->plan.rate_hz ? (double)run->plan.rate_hz : NAN;
}

/* Whether the runs have at least two different values of it. */
static bool varies(const struct report *r, double (*value)(const struct run *run))
{
	double first = NAN;

	for (size_t i = 0; i < r->n; i++) {
		double now = value(&r->runs[i].run);

		if (isnan(first))
			first = now;
		else if (isfinite(now) && now != first)
			return true;
	}
	return false;
}

/* json_equal does not accept NULL for a missing object, such as the VM of a run without one. */
static bool are_equal(const json_t *a, const json_t *b)
{
	return (!a && !b) || json_equal(a, b);
}

static bool kernels_differ(const struct report *r)
{
	for (size_t i = 1; i < r->n; i++)
		if (!are_equal(json_object_get(r->runs[0].run.environment, "kernel_release"),
			       json_object_get(r->runs[i].run.environment, "kernel_release")))
			return true;
	return false;
}

/* Whether the runs have one plan and one machine, except for the number of threads and the rate. */
static bool are_alike(const struct report *r)
{
	for (size_t i = 1; i < r->n; i++) {
		const struct run *a = &r->runs[0].run, *b = &r->runs[i].run;

		if (strcmp(a->plan.workload, b->plan.workload) != 0 ||
		    strcmp(a->plan.payload, b->plan.payload) != 0 || !are_equal(a->vm, b->vm))
			return false;
	}
	return !kernels_differ(r);
}

/* Whether all runs have one unit, and there is something to draw. */
static bool has_lines(const struct report *r)
{
	struct names names;

	list_hooks(r, false, &names);
	return names.n && across_runs__unit(r);
}

static bool kernels_vary(const struct plot *p)
{
	return has_lines(p->report) && kernels_differ(p->report);
}

static bool threads_vary(const struct plot *p)
{
	const struct report *r = p->report;

	return has_lines(r) && are_alike(r) && varies(r, threads_of) && !varies(r, rate_of) &&
	       !varies(r, copies_of);
}

static bool copies_vary(const struct plot *p)
{
	const struct report *r = p->report;

	return has_lines(r) && are_alike(r) && varies(r, copies_of) && !varies(r, rate_of) &&
	       !varies(r, threads_of);
}

static bool throughput_varies(const struct plot *p)
{
	return threads_vary(p) && p->report->runs[0].run.unit == CLOCK_NANOSECONDS;
}

static bool rates_vary(const struct plot *p)
{
	const struct report *r = p->report;

	return has_lines(r) && are_alike(r) && varies(r, rate_of) && !varies(r, threads_of);
}

/*
 * Whether the runs are on one kernel and differ in something other than a number: they are drawn
 * side by side.
 */
static bool runs_vary(const struct plot *p)
{
	const struct report *r = p->report;

	return has_lines(r) && r->matrix.is_series && !kernels_differ(r) && !threads_vary(p) &&
	       !rates_vary(p) && !copies_vary(p);
}

static const char *unit_of(const struct plot *p)
{
	return format__unit(&p->report->runs[0].run);
}

/* ---- lines ---- */

static double overhead_of(const struct summary_row *row)
{
	return row->overhead;
}

static double throughput_of(const struct summary_row *row)
{
	return row->operations_per_second;
}

/* A figure of each backend, over the runs; at `x` of a run, or at its position if x is NULL. */
struct figure {
	double (*x)(const struct run *run);
	double (*y)(const struct summary_row *row);
	bool has_interval;
	bool with_reference;
	const char *unit;
	bool is_unordered; /* no line connects the runs */
};

static void write_data(const struct plot *p, const struct figure *f, const char *backend, size_t n,
		       FILE *s)
{
	fprintf(s, "$d%zu << EOD\n", n);
	for (size_t i = 0; i < p->report->n; i++) {
		const struct report_run *r = &p->report->runs[i];
		const struct summary_row *row = summary__row(&r->summary, backend);
		double x = f->x ? f->x(&r->run) : (double)i, y = row ? f->y(row) : NAN;
		bool interval = row && f->has_interval && isfinite(row->low);
		char value[CELL_SIZE];

		char tip[256];

		if (!isfinite(x) || !isfinite(y))
			continue;
		format__grouped(value, y, f->y == overhead_of);
		snprintf(tip, sizeof(tip), "%s on %s: %s %s", backend, r->label, value, f->unit);
		print__gnuplot(s, "%.10g %.10g %.10g %.10g \"%s\"\n", x, y, interval ? row->low : y,
			       interval ? row->high : y, tip);
	}
	fprintf(s, "EOD\n");
}

static void write_figure(const struct plot *p, const struct figure *f, FILE *s)
{
	struct names names;

	list_hooks(p->report, f->with_reference, &names);
	for (size_t i = 0; i < names.n; i++)
		write_data(p, f, names.v[i], i, s);
	fprintf(s, "set yrange [*<0:0<*]\nset xzeroaxis lt -1\nset format y \"%%'.0f\"\nplot");
	for (size_t i = 0; i < names.n; i++) {
		size_t look = f->with_reference && !i ? SCRIPT_LOOK_REFERENCE
						      : SCRIPT_LOOK_HOOKS + i - f->with_reference;

		print__gnuplot(s, "%s \\\n  $d%zu using 1:2 with %s %s title '%s'", i ? "," : "", i,
			       f->is_unordered ? "points ps 0.9" : "lines lw 2",
			       f->is_unordered ? gnuplot_script__mark(look)
					       : gnuplot_script__line(look),
			       names.v[i]);
		if (f->has_interval)
			print__gnuplot(
				s,
				", \\\n  $d%zu using 1:2:3:4 with yerrorbars lw 1.5 ps 0 %s notitle",
				i, gnuplot_script__mark(look));
		print__gnuplot(
			s,
			", \\\n  $d%zu using 1:2:5 with labels hypertext point ps 0.9 %s notitle",
			i, gnuplot_script__mark(look));
	}
	fputc('\n', s);
}

static void describe_overheads(const struct plot *p, FILE *text)
{
	struct names names;

	list_hooks(p->report, false, &names);
	for (size_t i = 0; i < names.n; i++) {
		print__terminal(text, "%s%s: ", i ? "; " : "", names.v[i]);
		for (size_t k = 0; k < p->report->n; k++) {
			const struct report_run *r = &p->report->runs[k];
			const struct summary_row *row = summary__row(&r->summary, names.v[i]);

			print__terminal(text, "%s%s ", k ? ", " : "", r->label);
			if (row)
				fprintf(text, "%+.0f", row->overhead);
			else
				fputs("not measured", text);
		}
	}
	print__terminal(text, " %s.", unit_of(p));
}

static const char *caption_overheads(const struct plot *p)
{
	return p->report->runs[0].run.unit == CLOCK_INSTRUCTIONS
		       ? "Instructions that a hook adds to one call. They are exact."
		       : "Nanoseconds that a hook adds to one call: the Hodges-Lehmann estimate over rounds, with its 95 % confidence interval.";
}

/* ---- runs by their names ---- */

/* Labels below the axis; more would overlap. */
#define MOST_LABELS 25

static void write_labelled(const struct plot *p, bool is_unordered, FILE *s)
{
	const struct figure overheads = {
		NULL, overhead_of, true, false, unit_of(p), is_unordered
	};

	fprintf(s, "set xtics rotate by -30 (");
	for (size_t i = 0; i < p->report->n; i += 1 + p->report->n / MOST_LABELS) {
		print__gnuplot(s, "%s'%s' %zu", i ? ", " : "", p->report->runs[i].label, i);
	}
	print__gnuplot(s, ")\nset xrange [-0.4:%zu-0.6]\nset ylabel '%s per call, over none'\n",
		       p->report->n, unit_of(p));
	write_figure(p, &overheads, s);
}

static void write_kernels(const struct plot *p, FILE *s)
{
	write_labelled(p, false, s);
}

static void write_runs(const struct plot *p, FILE *s)
{
	write_labelled(p, true, s);
}

/* ---- threads ---- */

static unsigned int most_threads(const struct plot *p)
{
	unsigned int most = 1;

	for (size_t i = 0; i < p->report->n; i++)
		if (p->report->runs[i].run.plan.threads > most)
			most = p->report->runs[i].run.plan.threads;
	return most;
}

static void write_threads(const struct plot *p, FILE *s)
{
	const struct figure overheads = { threads_of, overhead_of, true, false, unit_of(p), false };

	print__gnuplot(
		s,
		"set xlabel 'threads'\nset xtics 1\nset xrange [0.5:%u.5]\nset ylabel '%s per call, over none'\n",
		most_threads(p), unit_of(p));
	write_figure(p, &overheads, s);
}

static void write_copies(const struct plot *p, FILE *s)
{
	const struct figure overheads = { copies_of, overhead_of, true, false, unit_of(p), false };

	print__gnuplot(s,
		       "set xlabel 'hooks of each backend'\nset ylabel '%s per call, over none'\n",
		       unit_of(p));
	write_figure(p, &overheads, s);
}

static void write_throughput(const struct plot *p, FILE *s)
{
	const struct figure figure = { .x = threads_of,
				       .y = throughput_of,
				       .with_reference = true,
				       .unit = "operations per second" };

	fprintf(s,
		"set xlabel 'threads'\nset xtics 1\nset xrange [0.5:%u.5]\n"
		"set ylabel 'operations per second, all threads'\n",
		most_threads(p));
	write_figure(p, &figure, s);
}

static const char *caption_throughput(const struct plot *p)
{
	(void)p;
	return "Operations per second of all threads, including the time between operations; the median over rounds.";
}

static void describe_throughput(const struct plot *p, FILE *text)
{
	struct names names;

	list_hooks(p->report, true, &names);
	for (size_t i = 0; i < names.n; i++) {
		print__terminal(text, "%s%s: ", i ? "; " : "", names.v[i]);
		for (size_t k = 0; k < p->report->n; k++) {
			const struct report_run *r = &p->report->runs[k];
			const struct summary_row *row = summary__row(&r->summary, names.v[i]);

			print__terminal(text, "%swith %u thread%s ", k ? ", " : "",
					r->run.plan.threads, number__s(r->run.plan.threads));
			if (row && isfinite(row->operations_per_second))
				fprintf(text, "%.0f", row->operations_per_second);
			else
				fputs("not measured", text);
		}
	}
	fputs(" operations per second.", text);
}

/* ---- rate ---- */

static void write_rate(const struct plot *p, FILE *s)
{
	const struct figure overheads = { rate_of, overhead_of, true, false, unit_of(p), false };

	print__gnuplot(
		s,
		"set logscale x\nset xlabel 'requested operations per second and thread (log)'\nset ylabel '%s per call, over none'\n",
		unit_of(p));
	write_figure(p, &overheads, s);
}

/* ---- the list ---- */

static const struct plot_row kernels = {
	.kind = { "kernels", "overhead by kernel, one line per backend (several runs)" },
	.title = "Overhead by kernel",
	.among_others = true,
	.applies = kernels_vary,
	.write = write_kernels,
	.caption = caption_overheads,
	.describe = describe_overheads,
};

static const struct plot_row runs = {
	.kind = { "runs", "overhead by payload, CPU model or kernel arguments (several runs)" },
	.title = "Overhead by run",
	.among_others = true,
	.applies = runs_vary,
	.write = write_runs,
	.caption = caption_overheads,
	.describe = describe_overheads,
};

static const struct plot_row threads = {
	.kind = { "threads", "overhead by the number of threads (several runs)" },
	.title = "Overhead by the number of threads",
	.among_others = true,
	.applies = threads_vary,
	.write = write_threads,
	.caption = caption_overheads,
	.describe = describe_overheads,
};

static const struct plot_row copies = {
	.kind = { "copies", "overhead by the number of hooks at one place (several runs)" },
	.title = "Overhead by the number of hooks at one place",
	.among_others = true,
	.applies = copies_vary,
	.write = write_copies,
	.caption = caption_overheads,
	.describe = describe_overheads,
};

static const struct plot_row throughput = {
	.kind = { "throughput", "operations per second by the number of threads (several runs)" },
	.title = "Throughput by the number of threads",
	.among_others = true,
	.applies = throughput_varies,
	.write = write_throughput,
	.caption = caption_throughput,
	.describe = describe_throughput,
};

static const struct plot_row rate = {
	.kind = { "rate", "overhead by the rate of operations (several runs)" },
	.title = "Overhead by rate",
	.among_others = true,
	.applies = rates_vary,
	.write = write_rate,
	.caption = caption_overheads,
	.describe = describe_overheads,
};

const struct plot_row *const plots_of_runs[] = {
	&kernels, &runs, &copies, &threads, &throughput, &rate, NULL,
};
