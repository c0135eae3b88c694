// SPDX-License-Identifier: GPL-2.0-or-later
/* Plots of one run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/figures/format.h"
#include "report/figures/rounds.h"
#include "report/plots/gnuplot_script.h"
#include "report/plots/plot.h"

/* Points of a line, and those of them that tell their value when they are pointed at. */
#define DENSITY_BINS 100
#define CURVE_POINTS 200
#define TOLD_POINTS  25

/* Distributions are drawn up to this share of the operations: behind it is the percentile
 * spectrum's. */
#define SHOWN_SHARE 0.99

static const char *unit_of(const struct plot *p)
{
	return format__unit(&p->run->run);
}

static bool is_exact(const struct plot *p)
{
	return p->run->run.unit == CLOCK_INSTRUCTIONS;
}

/* Of every line: a stored run may lack some. */
static bool has_histograms(const struct plot *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->lines[i].merged.total)
			return false;
	return p->n;
}

/* A logarithmic axis has no 0. */
static bool has_positive_latencies(const struct plot *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!has_histograms(p) || !(merged__quantile(&p->lines[i].merged, 0) > 0))
			return false;
	return p->n;
}

/* ---- lines ---- */

/* The data of a line, rows of "x y", and beside them its points that tell: rows of "x y text". */
struct data {
	size_t line;
	double first_x, first_y;
	FILE *script, *told;
	char *told_text;
	size_t told_size;
};

static void data__begin(struct data *d, size_t line, FILE *script)
{
	*d = (struct data){ .line = line, .first_x = NAN, .script = script };
	d->told = open_memstream(&d->told_text, &d->told_size);
	fprintf(script, "$d%zu << EOD\n", line);
}

/* told: NULL for a point that is only one of the line's. */
static void data__add(struct data *d, double x, double y, const char *told)
{
	if (isnan(d->first_x)) {
		d->first_x = x;
		d->first_y = y;
	}
	fprintf(d->script, "%.10g %.10g\n", x, y);
	if (!told || !d->told)
		return;
	fprintf(d->told, "%.10g %.10g ", x, y);
	gnuplot_script__quote_data(told, d->told);
	fputc('\n', d->told);
}

/* A line of which no point tells gets one that says nothing: without any, gnuplot 5.4 crashes. */
static void data__end(struct data *d)
{
	if (d->told)
		fclose(d->told);
	fprintf(d->script, "EOD\n$t%zu << EOD\n", d->line);
	if (d->told_text && d->told_text[0])
		fputs(d->told_text, d->script);
	else
		fprintf(d->script, "%.10g %.10g \" \"\n", d->first_x, d->first_y);
	fprintf(d->script, "EOD\n");
	free(d->told_text);
}

/* One line for each of the plot's, and points that tell. `how`: gnuplot's style of the lines. */
static void plot_lines(const struct plot *p, const char *how, FILE *s)
{
	fprintf(s, "plot");
	for (size_t i = 0; i < p->n; i++) {
		fprintf(s, "%s \\\n  $d%zu using 1:2 with %s lw 2 %s title ", i ? "," : "", i, how,
			gnuplot_script__line(p->lines[i].look));
		gnuplot_script__quote(p->lines[i].label, s);
		fprintf(s,
			", \\\n  $t%zu using 1:2:3 with labels hypertext point ps 0.6 %s notitle",
			i, gnuplot_script__mark(p->lines[i].look));
	}
	fputc('\n', s);
}

/* The values that matter: no line goes further than this share of its operations. */
static void range_of(const struct plot *p, double share, double *low, double *high)
{
	double margin;

	*low = INFINITY;
	*high = 0;
	for (size_t i = 0; i < p->n; i++) {
		const struct merged *m = &p->lines[i].merged;

		*low = fmin(*low, (double)m->min * m->units_per_tick);
		*high = fmax(*high, merged__quantile(m, share));
	}
	margin = fmax(1, 0.02 * (*high - *low));
	*low -= margin;
	*high += margin;
}

static void write_log_axis(const struct plot *p, const char *axis, FILE *s)
{
	fprintf(s,
		"set logscale %s\nset format %s '%%.0s%%c'\nset %slabel '%s an operation (log)'\n",
		axis, axis, axis, unit_of(p));
}

/* "kprobe: 50 % took at most 7,457 instructions" */
static void tell_quantile(char *told, size_t size, const struct plot_line *line, double q,
			  const char *unit)
{
	char value[CELL_SIZE];

	format__grouped(value, merged__quantile(&line->merged, q), false);
	snprintf(told, size, "%s: %.7g %% took at most %s %s", line->label, 100 * q, value, unit);
}

static void describe_quantiles(const struct plot *p, FILE *text)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct merged *m = &p->lines[i].merged;

		fprintf(text, "%s%s: median %.0f, 99 %% at most %.0f, 99.9 %% at most %.0f",
			i ? "; " : "", p->lines[i].label, merged__quantile(m, 0.5),
			merged__quantile(m, 0.99), merged__quantile(m, 0.999));
	}
	fprintf(text, " %s.", unit_of(p));
}

/* ---- overhead ---- */

static bool has_overheads(const struct plot *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->lines[i].row->reference || p->lines[i].row->control)
			return true;
	return false;
}

/* An interval; or, in instructions, rounds that differ, which makes a run invalid. */
static bool has_range(const struct summary_row *row)
{
	return isfinite(row->low) && row->low != row->high;
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
		char told[160], value[CELL_SIZE];

		if (row->reference && !row->control)
			continue;
		format_overhead(p, &p->lines[i], told, sizeof(told));
		format__grouped(value, row->overhead, true);
		fprintf(s, "%zu %.10g %.10g %.10g \"%s\" %u ", n++, row->overhead,
			ranges ? row->low : row->overhead, ranges ? row->high : row->overhead,
			value, gnuplot_script__colour(p->lines[i].look));
		gnuplot_script__quote_data(p->lines[i].label, s);
		fputc(' ', s);
		gnuplot_script__quote_data(told, s);
		fputc('\n', s);
	}
	fprintf(s,
		"EOD\nunset key\nset xtics nomirror\nset xrange [-0.7:%zu-0.3]\n"
		"set yrange [*<0:0<*]\nset offsets 0, 0, graph 0.08, 0\n"
		"set ylabel '%s a call, over none'\nset xzeroaxis lt -1\nset boxwidth 0.6\n"
		"plot $d using 1:2:6:xtic(7) with boxes fs solid 0.75 noborder lc rgb "
		"variable notitle, \\\n"
		"  $d using 1:2:3:4 with yerrorbars lt -1 lw 2 pt 0 notitle, \\\n"
		"  $d using 1:4:5 with labels offset 0,0.7 notitle, \\\n"
		"  $d using 1:2:8 with labels hypertext point pt 7 ps 0.5 lc rgb '#333333' "
		"notitle\n",
		n, unit_of(p));
}

static const char *caption_overhead(const struct plot *p)
{
	return is_exact(p)
		       ? "Instructions that a hook adds to one call: exact, the same in every "
			 "round."
		       : "Nanoseconds that a hook adds to one call: the Hodges-Lehmann estimate "
			 "over rounds. Whiskers are 95 % confidence intervals; one that holds 0 "
			 "shows no difference.";
}

static void describe_overhead(const struct plot *p, FILE *text)
{
	for (size_t i = 0, n = 0; i < p->n; i++) {
		char told[160];

		if (p->lines[i].row->reference && !p->lines[i].row->control)
			continue;
		format_overhead(p, &p->lines[i], told, sizeof(told));
		fprintf(text, "%s%s", n++ ? "; " : "", told);
	}
	fputc('.', text);
}

/* ---- density ---- */

/*
 * About so wide that there are DENSITY_BINS: whole numbers of the histogram's own buckets, lest
 * every third bin has one more of them and sticks out.
 */
static double bin_width(const struct plot *p, double low, double high)
{
	double per_tick = p->run->run.units_per_tick, bucket = per_tick;
	double width = (high - low) / DENSITY_BINS;
	uint64_t ticks = (uint64_t)(high / per_tick);

	if (!p->lines[0].merged.cells.exact)
		bucket = (double)(histogram__bucket_last(ticks) + 1 -
				  histogram__bucket_first(histogram__bucket(ticks))) *
			 per_tick;
	return fmax(1, round(width / bucket)) * bucket;
}

static void write_density_of(const struct plot_line *line, double low, double width, double high,
			     struct data *data)
{
	uint64_t before = merged__count_up_to(&line->merged, low);

	for (unsigned int bin = 0; low + width * bin < high; bin++) {
		double from = low + width * bin, to = low + width * (bin + 1);
		uint64_t up_to = merged__count_up_to(&line->merged, to);
		double share = 100 * (double)(up_to - before) / (double)line->merged.total;
		char told[160];

		snprintf(told, sizeof(told), "%s: %.1f %% took %.0f to %.0f", line->label, share,
			 from, to);
		data__add(data, (from + to) / 2, share, share >= 2 ? told : NULL);
		before = up_to;
	}
}

static void write_density(const struct plot *p, FILE *s)
{
	struct data data;
	double low, high, width;
	char bin[CELL_SIZE];

	range_of(p, SHOWN_SHARE, &low, &high);
	width = bin_width(p, low, high);
	low = floor(low / width) * width;
	if (width < 100)
		snprintf(bin, sizeof(bin), "%.3g", width);
	else
		format__grouped(bin, width, false);
	for (size_t i = 0; i < p->n; i++) {
		data__begin(&data, i, s);
		write_density_of(&p->lines[i], low, width, high, &data);
		data__end(&data);
	}
	fprintf(s,
		"set xrange [%.10g:%.10g]\nset yrange [0:*]\nset format x \"%%'.0f\"\n"
		"set xlabel '%s an operation'\n"
		"set ylabel 'per cent of operations in each %s %s'\n",
		low, high, unit_of(p), bin, unit_of(p));
	plot_lines(p, "histeps", s);
}

static const char *caption_density(const struct plot *p)
{
	(void)p;
	return "How often an operation took how long, all rounds together, up to the 99th "
	       "percentile. What it costs to read the clock is contained. (The table has medians "
	       "of "
	       "the rounds' percentiles.)";
}

/* ---- percentiles ---- */

/* As HdrHistogram's plotter has it: steps of half of what is left, each in five. */
static void write_percentiles_of(const struct plot *p, const struct plot_line *line,
				 struct data *data)
{
	double most = (double)line->merged.total;
	const unsigned int steps = 5;

	for (unsigned int i = 0; exp2((double)i / steps) <= most; i++) {
		double inverse = exp2((double)i / steps), q = 1 - 1 / inverse;
		char told[160];

		tell_quantile(told, sizeof(told), line, q, unit_of(p));
		data__add(data, inverse, merged__quantile(&line->merged, q),
			  i % steps ? NULL : told);
	}
}

static void write_percentiles(const struct plot *p, FILE *s)
{
	struct data data;
	for (size_t i = 0; i < p->n; i++) {
		data__begin(&data, i, s);
		write_percentiles_of(p, &p->lines[i], &data);
		data__end(&data);
	}
	write_log_axis(p, "y", s);
	fprintf(s, "set logscale x\nset xlabel 'percentile of operations (log of what is above)'\n"
		   "set xtics ('0' 1, '50' 2, '90' 10, '99' 100, '99.9' 1e3, '99.99' 1e4, "
		   "'99.999' 1e5, '99.9999' 1e6, '99.99999' 1e7)\nset key inside left top\n");
	plot_lines(p, "lines", s);
}

static const char *caption_percentiles(const struct plot *p)
{
	(void)p;
	return "The percentile spectrum on HdrHistogram's axis: each step to the right leaves a "
	       "tenth of the operations above it.";
}

/* ---- ecdf ---- */

static void write_ecdf(const struct plot *p, FILE *s)
{
	struct data data;
	double low, high;

	range_of(p, SHOWN_SHARE, &low, &high);
	for (size_t i = 0; i < p->n; i++) {
		data__begin(&data, i, s);
		for (int point = 0; point < CURVE_POINTS; point++) {
			double q = (point + 0.5) / CURVE_POINTS;
			char told[160];

			tell_quantile(told, sizeof(told), &p->lines[i], q, unit_of(p));
			data__add(&data, merged__quantile(&p->lines[i].merged, q), 100 * q,
				  point % (CURVE_POINTS / TOLD_POINTS) ? NULL : told);
		}
		data__end(&data);
	}
	fprintf(s, "set format x \"%%'.0f\"\nset xlabel '%s an operation'\n", unit_of(p));
	fprintf(s,
		"set xrange [%.10g:%.10g]\nset yrange [0:100]\n"
		"set ylabel 'per cent of operations that took no longer'\nset key inside right "
		"bottom\n",
		low, high);
	plot_lines(p, "steps", s);
}

static const char *caption_ecdf(const struct plot *p)
{
	(void)p;
	return "Which share of the operations took no longer than how long, up to the 99th "
	       "percentile.";
}

/* ---- difference ---- */

static bool has_differences(const struct plot *p)
{
	return has_histograms(p) && p->n > 1;
}

static void write_difference(const struct plot *p, FILE *s)
{
	struct data data;
	const struct merged *none = &p->lines[0].merged;

	for (size_t i = 0; i < p->n; i++) {
		data__begin(&data, i, s);
		for (int percent = 1; percent < 100; percent++) {
			double q = percent / 100.0;
			double more = merged__quantile(&p->lines[i].merged, q) -
				      merged__quantile(none, q);
			char told[160], value[CELL_SIZE];

			format__grouped(value, more, true);
			snprintf(told, sizeof(told), "%s: %s %s at %d %%", p->lines[i].label, value,
				 unit_of(p), percent);
			data__add(&data, percent, more, percent % 5 ? NULL : told);
		}
		data__end(&data);
	}
	fprintf(s,
		"set xrange [0:100]\nset yrange [*<0:0<*]\nset xzeroaxis lt -1\n"
		"set xlabel 'percentile of operations'\nset ylabel '%s more than none'\n",
		unit_of(p));
	plot_lines(p, "lines", s);
}

static const char *caption_difference(const struct plot *p)
{
	(void)p;
	return "What a hook adds at each percentile: that of the backend's operations less the "
	       "same "
	       "of none's, all rounds together. A level line is a hook that costs every operation "
	       "the same.";
}

static void describe_difference(const struct plot *p, FILE *text)
{
	for (size_t i = 1; i < p->n; i++)
		fprintf(text, "%s%s: %+.0f at the median, %+.0f at the 90th percentile",
			i > 1 ? "; " : "", p->lines[i].label,
			merged__quantile(&p->lines[i].merged, 0.5) -
				merged__quantile(&p->lines[0].merged, 0.5),
			merged__quantile(&p->lines[i].merged, 0.9) -
				merged__quantile(&p->lines[0].merged, 0.9));
	fprintf(text, " %s.", unit_of(p));
}

/* ---- rounds ---- */

static bool has_rounds(const struct plot *p)
{
	return p->n && run__count_rounds(&p->run->run) > 1;
}

static void write_rounds(const struct plot *p, FILE *s)
{
	struct data data;
	const struct run *run = &p->run->run;
	unsigned int told_every = 1 + run__count_rounds(run) / TOLD_POINTS;

	for (size_t i = 0; i < p->n; i++) {
		data__begin(&data, i, s);
		for (size_t k = 0; k < run->n_trials; k++) {
			const struct trial *t = &run->trials[k];
			char told[160], value[CELL_SIZE];

			if (t->control != p->lines[i].row->control ||
			    strcmp(t->backend, p->lines[i].row->backend) != 0)
				continue;
			format__grouped(value, trial__cost(t, run->unit), false);
			snprintf(told, sizeof(told), "%s, round %u: %s %s", p->lines[i].label,
				 t->round, value, unit_of(p));
			data__add(&data, t->round, trial__cost(t, run->unit),
				  t->round % told_every ? NULL : told);
		}
		data__end(&data);
	}
	fprintf(s,
		"set xlabel 'round'\nset ylabel '%s an operation (%s of a trial)'\n"
		"set format y \"%%'.0f\"\nset xrange [0.5:%u.5]\n",
		unit_of(p), is_exact(p) ? "mode" : "median", run__count_rounds(run));
	plot_lines(p, "lines", s);
}

static const char *caption_rounds(const struct plot *p)
{
	(void)p;
	return "The cost of each trial, in the order of the rounds: a drift moves all lines "
	       "together, and an overhead, which is taken within a round, not at all.";
}

static void describe_rounds(const struct plot *p, FILE *text)
{
	for (size_t i = 0; i < p->n; i++)
		fprintf(text, "%s%s: %.0f", i ? "; " : "", p->lines[i].label,
			p->lines[i].row->cost);
	fprintf(text, " %s, the median over %u rounds.", unit_of(p),
		run__count_rounds(&p->run->run));
}

/* ---- the table ---- */

const struct plot_row plots_of_run[] = {
	{ { "overhead", "what each hook adds to a call, with its interval" },
	  "Overhead of each hook",
	  true,
	  has_overheads,
	  write_overhead,
	  caption_overhead,
	  describe_overhead },
	{ { "density", "how often an operation took how long" },
	  "Latency of an operation",
	  true,
	  has_histograms,
	  write_density,
	  caption_density,
	  describe_quantiles },
	{ { "percentiles", "the percentile spectrum, on HdrHistogram's axis" },
	  "Percentile spectrum",
	  true,
	  has_positive_latencies,
	  write_percentiles,
	  caption_percentiles,
	  describe_quantiles },
	{ { "ecdf", "which share of the operations took no longer" },
	  "Cumulative distribution",
	  false,
	  has_histograms,
	  write_ecdf,
	  caption_ecdf,
	  describe_quantiles },
	{ { "difference", "what each hook adds at each percentile" },
	  "Difference to none at each percentile",
	  false,
	  has_differences,
	  write_difference,
	  caption_difference,
	  describe_difference },
	{ { "rounds", "each trial's cost, in order, to see drift" },
	  "Cost in each round",
	  false,
	  has_rounds,
	  write_rounds,
	  caption_rounds,
	  describe_rounds },
	{ { NULL, NULL }, NULL, false, NULL, NULL, NULL, NULL },
};
