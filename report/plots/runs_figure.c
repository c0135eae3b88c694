// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/runs_figure.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/document/across_runs.h"
#include "report/figures/format.h"
#include "report/plots/gnuplot_script.h"

void runs_figure__list(const struct report *r, bool with_reference, struct runs_backends *names)
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

bool runs_figure__are_equal(const json_t *a, const json_t *b)
{
	return (!a && !b) || json_equal(a, b);
}

bool runs_figure__kernels_differ(const struct report *r)
{
	for (size_t i = 1; i < r->n; i++)
		if (!runs_figure__are_equal(
			    json_object_get(r->runs[0].run.environment, "kernel_release"),
			    json_object_get(r->runs[i].run.environment, "kernel_release")))
			return true;
	return false;
}

bool runs_figure__has_lines(const struct report *r)
{
	struct runs_backends names;

	runs_figure__list(r, false, &names);
	return names.n && across_runs__unit(r);
}

const char *runs_figure__unit(const struct plot *p)
{
	return format__unit(&p->report->runs[0].run);
}

double runs_figure__overhead(const struct summary_row *row)
{
	return row->overhead;
}

static double x_of(const struct plot *p, const struct runs_figure *f, size_t i)
{
	return f->x ? f->x(&p->report->runs[i].run) : (double)i;
}

/* The run that follows in the order of x, and of the runs if x is the same; SIZE_MAX: none. */
static size_t find_next(const struct plot *p, const struct runs_figure *f, size_t last)
{
	size_t next = SIZE_MAX;

	for (size_t i = 0; i < p->report->n; i++) {
		double x = x_of(p, f, i), from = last == SIZE_MAX ? -INFINITY : x_of(p, f, last);

		if (!isfinite(x) || x < from || (x == from && i <= last))
			continue;
		if (next == SIZE_MAX || x < x_of(p, f, next))
			next = i;
	}
	return next;
}

static void write_data(const struct plot *p, const struct runs_figure *f, const char *backend,
		       size_t n, FILE *s)
{
	fprintf(s, "$d%zu << EOD\n", n);
	for (size_t i = find_next(p, f, SIZE_MAX); i != SIZE_MAX; i = find_next(p, f, i)) {
		const struct report_run *r = &p->report->runs[i];
		const struct summary_row *row = summary__row(&r->summary, backend);
		double x = x_of(p, f, i), y = row ? f->y(row) : NAN;
		bool interval = row && f->has_interval && isfinite(row->low);
		char value[CELL_SIZE];

		char tip[256];

		if (!isfinite(y))
			continue;
		format__grouped(value, y, f->y == runs_figure__overhead);
		snprintf(tip, sizeof(tip), "%s on %s: %s %s", backend, r->label, value, f->unit);
		print__gnuplot(s, "%.10g %.10g %.10g %.10g \"%s\"\n", x, y, interval ? row->low : y,
			       interval ? row->high : y, tip);
	}
	fprintf(s, "EOD\n");
}

void runs_figure__write(const struct plot *p, const struct runs_figure *f, FILE *s)
{
	struct runs_backends names;

	runs_figure__list(p->report, f->with_reference, &names);
	for (size_t i = 0; i < names.n; i++)
		write_data(p, f, names.v[i], i, s);
	fprintf(s, "set yrange [*<0:0<*]\nset xzeroaxis lt -1\nset format y \"%%'.0f\"\nplot");
	for (size_t i = 0; i < names.n; i++) {
		struct backend_look look = backend_look__of(names.v[i], false);
		char line[SCRIPT_LOOK_SIZE], mark[SCRIPT_LOOK_SIZE];

		print__gnuplot(s, "%s \\\n  $d%zu using 1:2 with %s %s title '%s'", i ? "," : "", i,
			       f->is_unordered ? "points ps 0.9" : "lines lw 2",
			       f->is_unordered ? gnuplot_script__mark(look, mark)
					       : gnuplot_script__line(look, line),
			       names.v[i]);
		if (f->has_interval)
			print__gnuplot(
				s,
				", \\\n  $d%zu using 1:2:3:4 with yerrorbars lw 1.5 ps 0 %s notitle",
				i, gnuplot_script__mark(look, mark));
		print__gnuplot(
			s,
			", \\\n  $d%zu using 1:2:5 with labels hypertext point ps 0.9 %s notitle",
			i, gnuplot_script__mark(look, mark));
	}
	fputc('\n', s);
}

void runs_figure__describe(const struct plot *p, FILE *text)
{
	struct runs_backends names;

	runs_figure__list(p->report, false, &names);
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
	print__terminal(text, " %s.", runs_figure__unit(p));
}

const char *runs_figure__caption(const struct plot *p)
{
	return p->report->runs[0].run.unit == CLOCK_INSTRUCTIONS
		       ? "Instructions that a hook adds to one call. They are exact."
		       : "Nanoseconds that a hook adds to one call: the Hodges-Lehmann estimate over rounds, with its 95 % confidence interval.";
}
