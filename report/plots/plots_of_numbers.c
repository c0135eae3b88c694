// SPDX-License-Identifier: GPL-2.0-or-later
/* Plots of several runs that differ in one number: threads, copies, ... */
#include <math.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/plots/plots_of_numbers.h"
#include "report/plots/runs_figure.h"

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

/* 0 of runs without such hooks. */
static double elsewhere_of(const struct run *run)
{
	return (double)run->elsewhere_functions;
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

/* Whether the runs have one plan and one machine, except for what is a number. */
static bool are_alike(const struct report *r)
{
	for (size_t i = 1; i < r->n; i++) {
		const struct run *a = &r->runs[0].run, *b = &r->runs[i].run;

		if (strcmp(a->plan.workload, b->plan.workload) != 0 ||
		    strcmp(a->plan.payload, b->plan.payload) != 0 ||
		    strcmp(a->plan.beside, b->plan.beside) != 0 ||
		    a->plan.pid_filter != b->plan.pid_filter ||
		    !runs_figure__are_equal(a->vm, b->vm))
			return false;
	}
	return !runs_figure__kernels_differ(r);
}

/* Whether the hooks elsewhere are of one backend. */
static bool are_elsewhere_alike(const struct report *r)
{
	struct elsewhere first = { .functions = 0 }, other;

	for (size_t i = 0; i < r->n; i++) {
		if (elsewhere__parse(r->runs[i].run.plan.elsewhere, &other) || !other.functions)
			continue;
		if (first.functions && strcmp(first.backend, other.backend) != 0)
			return false;
		first = other;
	}
	return true;
}

/* Whether this number, and no other, differs between runs that are alike. */
static bool varies_alone(const struct report *r, double (*number)(const struct run *run))
{
	static double (*const numbers[])(const struct run *run) = { threads_of, copies_of, rate_of,
								    elsewhere_of };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (varies(r, numbers[i]) != (numbers[i] == number))
			return false;
	return runs_figure__has_lines(r) && are_alike(r) && are_elsewhere_alike(r);
}

static bool threads_vary(const struct plot *p)
{
	return varies_alone(p->report, threads_of);
}

static bool copies_vary(const struct plot *p)
{
	return varies_alone(p->report, copies_of);
}

static bool elsewhere_varies(const struct plot *p)
{
	return varies_alone(p->report, elsewhere_of);
}

static bool rates_vary(const struct plot *p)
{
	return varies_alone(p->report, rate_of);
}

static bool throughput_varies(const struct plot *p)
{
	return threads_vary(p) && p->report->runs[0].run.unit == CLOCK_NANOSECONDS;
}

bool plots_of_numbers__vary(const struct plot *p)
{
	return threads_vary(p) || copies_vary(p) || elsewhere_varies(p) || rates_vary(p);
}

static double throughput_of(const struct summary_row *row)
{
	return row->operations_per_second;
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
	const struct runs_figure overheads = { threads_of, runs_figure__overhead, true,
					       false,	   runs_figure__unit(p),  false };

	print__gnuplot(
		s,
		"set xlabel 'threads'\nset xtics 1\nset xrange [0.5:%u.5]\nset ylabel '%s per call, over none'\n",
		most_threads(p), runs_figure__unit(p));
	runs_figure__write(p, &overheads, s);
}

static void write_copies(const struct plot *p, FILE *s)
{
	const struct runs_figure overheads = { copies_of, runs_figure__overhead, true,
					       false,	  runs_figure__unit(p),	 false };

	print__gnuplot(s,
		       "set xlabel 'hooks of each backend'\nset ylabel '%s per call, over none'\n",
		       runs_figure__unit(p));
	runs_figure__write(p, &overheads, s);
}

/* From 0 on, and in decades further on. */
static void write_elsewhere(const struct plot *p, FILE *s)
{
	const struct runs_figure overheads = { elsewhere_of, runs_figure__overhead, true,
					       false,	     runs_figure__unit(p),  false };

	print__gnuplot(
		s,
		"set nonlinear x via asinh(x) inverse sinh(x)\nset xtics (0, 1, 10, 100, 1000, 10000, 100000)\nset xlabel 'other functions hooked (log)'\nset ylabel '%s per call, over none'\n",
		runs_figure__unit(p));
	runs_figure__write(p, &overheads, s);
}

static void write_throughput(const struct plot *p, FILE *s)
{
	const struct runs_figure figure = { .x = threads_of,
					    .y = throughput_of,
					    .with_reference = true,
					    .unit = "operations per second" };

	fprintf(s,
		"set xlabel 'threads'\nset xtics 1\nset xrange [0.5:%u.5]\n"
		"set ylabel 'operations per second, all threads'\n",
		most_threads(p));
	runs_figure__write(p, &figure, s);
}

static const char *caption_throughput(const struct plot *p)
{
	(void)p;
	return "Operations per second of all threads, including the time between operations; the median over rounds.";
}

static void describe_throughput(const struct plot *p, FILE *text)
{
	struct runs_backends names;

	runs_figure__list(p->report, true, &names);
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
	const struct runs_figure overheads = { rate_of, runs_figure__overhead, true,
					       false,	runs_figure__unit(p),  false };

	print__gnuplot(
		s,
		"set logscale x\nset xlabel 'requested operations per second and thread (log)'\nset ylabel '%s per call, over none'\n",
		runs_figure__unit(p));
	runs_figure__write(p, &overheads, s);
}

/* ---- the rows ---- */

const struct plot_row plot_threads = {
	.kind = { "threads", "overhead by the number of threads (several runs)" },
	.title = "Overhead by the number of threads",
	.among_others = true,
	.applies = threads_vary,
	.write = write_threads,
	.caption = runs_figure__caption,
	.describe = runs_figure__describe,
};

const struct plot_row plot_copies = {
	.kind = { "copies", "overhead by the number of hooks at one place (several runs)" },
	.title = "Overhead by the number of hooks at one place",
	.among_others = true,
	.applies = copies_vary,
	.write = write_copies,
	.caption = runs_figure__caption,
	.describe = runs_figure__describe,
};

const struct plot_row plot_elsewhere = {
	.kind = { "elsewhere", "overhead by the number of other functions hooked (several runs)" },
	.title = "Overhead by the number of other functions hooked",
	.among_others = true,
	.applies = elsewhere_varies,
	.write = write_elsewhere,
	.caption = runs_figure__caption,
	.describe = runs_figure__describe,
};

const struct plot_row plot_throughput = {
	.kind = { "throughput", "operations per second by the number of threads (several runs)" },
	.title = "Throughput by the number of threads",
	.among_others = true,
	.applies = throughput_varies,
	.write = write_throughput,
	.caption = caption_throughput,
	.describe = describe_throughput,
};

const struct plot_row plot_rate = {
	.kind = { "rate", "overhead by the rate of operations (several runs)" },
	.title = "Overhead by rate",
	.among_others = true,
	.applies = rates_vary,
	.write = write_rate,
	.caption = runs_figure__caption,
	.describe = runs_figure__describe,
};
