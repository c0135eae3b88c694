// SPDX-License-Identifier: GPL-2.0-or-later
/* Plots of one run, and the list of all of them. */
#include <math.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/figures/rounds.h"
#include "report/plots/plot_lines.h"

/* The number of points of a line that show their value on hover. */
#define TIP_POINTS 25

static const char *unit_of(const struct plot *p)
{
	return format__unit(&p->run->run);
}

static bool is_exact(const struct plot *p)
{
	return p->run->run.unit == CLOCK_INSTRUCTIONS;
}

/* ---- overhead ---- */

static bool has_overheads(const struct plot *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->lines[i].row->reference || p->lines[i].row->control)
			return true;
	return false;
}

/* There is an interval. In instructions, that means rounds that differ, and an invalid run. */
static bool has_range(const struct summary_row *row)
{
	return isfinite(row->low) && row->low != row->high;
}

static bool is_always(const struct plot *p)
{
	(void)p;
	return true;
}

static void format_overhead(const struct plot *p, const struct plot_line *line, char *text,
			    size_t size)
{
	const struct summary_row *row = line->row;
	char value[CELL_SIZE];
	size_t length;

	format__grouped(value, row->overhead, true);
	length = (size_t)snprintf(text, size, "%s: %s %s", line->label, value, unit_of(p));
	if (has_range(row) && length < size)
		snprintf(text + length, size - length,
			 is_exact(p) ? ", %.0f to %.0f in the rounds"
				     : ", 95 %% confidence %.0f to %.0f",
			 row->low, row->high);
}

static void write_overhead(const struct plot *p, FILE *s)
{
	size_t n = 0;

	fprintf(s, "$d << EOD\n");
	for (size_t i = 0; i < p->n; i++) {
		const struct summary_row *row = p->lines[i].row;
		bool ranges = has_range(row);
		char tip[160], value[CELL_SIZE];

		if (row->reference && !row->control)
			continue;
		format_overhead(p, &p->lines[i], tip, sizeof(tip));
		format__grouped(value, row->overhead, true);
		print__gnuplot(s, "%zu %.10g %.10g %.10g \"%s\" %u \"%s\" \"%s\"\n", n++,
			       row->overhead, ranges ? row->low : row->overhead,
			       ranges ? row->high : row->overhead, value, p->lines[i].look.colour,
			       p->lines[i].label, tip);
	}
	print__gnuplot(
		s,
		"EOD\nunset key\nset xtics nomirror\nset xrange [-0.7:%zu-0.3]\n"
		"set yrange [*<0:0<*]\nset offsets 0, 0, graph 0.08, 0\n"
		"set ylabel '%s per call, over none'\nset xzeroaxis lt -1\nset boxwidth 0.6\n"
		"plot $d using 1:2:6:xtic(7) with boxes fs solid 0.75 noborder lc rgb variable notitle, \\\n"
		"  $d using 1:2:3:4 with yerrorbars lt -1 lw 2 pt 0 notitle, \\\n"
		"  $d using 1:4:5 with labels offset 0,0.7 notitle, \\\n"
		"  $d using 1:2:8 with labels hypertext point pt 7 ps 0.5 lc rgb '#333333' notitle\n",
		n, unit_of(p));
}

static const char *caption_overhead(const struct plot *p)
{
	return is_exact(p)
		       ? "Instructions that a hook adds to one call. They are exact: the same in every round."
		       : "Nanoseconds that a hook adds to one call: the Hodges-Lehmann estimate over rounds. "
			 "Whiskers are 95 % confidence intervals; an interval that contains 0 shows no difference.";
}

static void describe_overhead(const struct plot *p, FILE *text)
{
	for (size_t i = 0, n = 0; i < p->n; i++) {
		char tip[160];

		if (p->lines[i].row->reference && !p->lines[i].row->control)
			continue;
		format_overhead(p, &p->lines[i], tip, sizeof(tip));
		print__terminal(text, "%s%s", n++ ? "; " : "", tip);
	}
	fputc('.', text);
}

static const struct plot_row overhead = {
	.kind = { "overhead", "what each hook adds to a call, with its interval" },
	.title = "Overhead of each hook",
	.among_others = true,
	.is_file_only = is_always,
	.applies = has_overheads,
	.write = write_overhead,
	.caption = caption_overhead,
	.describe = describe_overhead,
};

/* ---- rounds ---- */

static bool has_rounds(const struct plot *p)
{
	return p->n && run__count_rounds(&p->run->run) > 1;
}

static void write_rounds(const struct plot *p, FILE *s)
{
	struct plot_data data;
	const struct run *run = &p->run->run;
	unsigned int tip_every = 1 + run__count_rounds(run) / TIP_POINTS;

	for (size_t i = 0; i < p->n; i++) {
		plot_data__begin(&data, i, s);
		for (size_t k = 0; k < run->n_trials; k++) {
			const struct trial *t = &run->trials[k];
			char tip[160], value[CELL_SIZE];

			if (t->control != p->lines[i].row->control ||
			    strcmp(t->backend, p->lines[i].row->backend) != 0)
				continue;
			format__grouped(value, trial__cost(t, run->unit), false);
			snprintf(tip, sizeof(tip), "%s, round %u: %s %s", p->lines[i].label,
				 t->round, value, unit_of(p));
			plot_data__add(&data, t->round, trial__cost(t, run->unit),
				       t->round % tip_every ? NULL : tip);
		}
		plot_data__end(&data);
	}
	print__gnuplot(s,
		       "set xlabel 'round'\nset ylabel '%s per operation (%s of a trial)'\n"
		       "set format y \"%%'.0f\"\nset xrange [0.5:%u.5]\n",
		       unit_of(p), is_exact(p) ? "mode" : "median", run__count_rounds(run));
	plot_lines__write(p, "lines", s);
}

static const char *caption_rounds(const struct plot *p)
{
	(void)p;
	return "The cost of each trial, in the order of the rounds. "
	       "Drift moves all lines together, but it does not affect overheads, which are computed within a round.";
}

static void describe_rounds(const struct plot *p, FILE *text)
{
	for (size_t i = 0; i < p->n; i++)
		print__terminal(text, "%s%s: %.0f", i ? "; " : "", p->lines[i].label,
				p->lines[i].row->cost);
	print__terminal(text, " %s, the median over %u round%s.", unit_of(p),
			run__count_rounds(&p->run->run),
			number__s(run__count_rounds(&p->run->run)));
}

static const struct plot_row rounds = {
	.kind = { "rounds", "each trial's cost, in order, which shows drift" },
	.title = "Cost in each round",
	.is_distribution = true,
	.applies = has_rounds,
	.write = write_rounds,
	.caption = caption_rounds,
	.describe = describe_rounds,
};

/* ---- the list ---- */

const struct plot_row *const plots_of_run[] = {
	&overhead,	  &plot_density, &plot_percentiles, &plot_ecdf,
	&plot_difference, &rounds,	 &plot_drivers,	    NULL,
};
