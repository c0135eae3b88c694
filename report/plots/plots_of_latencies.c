// SPDX-License-Identifier: GPL-2.0-or-later
/* Plots of one run: the latency of its operations, over all rounds. */
#include <math.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/plots/plot_lines.h"

/* The number of points of a line, and of those that show their value on hover. */
#define DENSITY_BINS 100
#define CURVE_POINTS 200
#define TIP_POINTS   25

/*
 * Distributions are drawn up to this share of the operations. The percentile spectrum shows the
 * rest.
 */
#define SHOWN_SHARE 0.99

static const char *unit_of(const struct plot *p)
{
	return format__unit(&p->run->run);
}

/* Every line needs a histogram: a stored run may lack some. */
static bool has_histograms(const struct plot *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->lines[i].merged.total)
			return false;
	return p->n;
}

/* A logarithmic axis cannot show 0. */
static bool has_positive_latencies(const struct plot *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!has_histograms(p) || !(merged__quantile(&p->lines[i].merged, 0) > 0))
			return false;
	return p->n;
}

/* ---- what they share ---- */

/* The range of values to show: every line ends at this share of its operations. */
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
	print__gnuplot(
		s,
		"set logscale %s\nset format %s '%%.0s%%c'\nset %slabel '%s per operation (log)'\n",
		axis, axis, axis, unit_of(p));
}

/* "kprobe: 50 % took at most 7,457 instructions" */
static void format_quantile(char *tip, size_t size, const struct plot_line *line, double q,
			    const char *unit)
{
	char value[CELL_SIZE];

	format__grouped(value, merged__quantile(&line->merged, q), false);
	snprintf(tip, size, "%s: %.7g %% took at most %s %s", line->label, 100 * q, value, unit);
}

static void describe_quantiles(const struct plot *p, FILE *text)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct merged *m = &p->lines[i].merged;

		print__terminal(text, "%s%s: median %.0f, 99 %% at most %.0f, 99.9 %% at most %.0f",
				i ? "; " : "", p->lines[i].label, merged__quantile(m, 0.5),
				merged__quantile(m, 0.99), merged__quantile(m, 0.999));
	}
	print__terminal(text, " %s.", unit_of(p));
}

/* ---- density ---- */

/*
 * The bin width for about DENSITY_BINS bins: a multiple of the histogram's buckets, so that no bin
 * sticks out because it covers one bucket more than its neighbours.
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
			     struct plot_data *data)
{
	uint64_t before = merged__count_up_to(&line->merged, low);

	for (unsigned int bin = 0; low + width * bin < high; bin++) {
		double from = low + width * bin, to = low + width * (bin + 1);
		uint64_t up_to = merged__count_up_to(&line->merged, to);
		double share = 100 * (double)(up_to - before) / (double)line->merged.total;
		char tip[160];

		snprintf(tip, sizeof(tip), "%s: %.1f %% took %.0f to %.0f", line->label, share,
			 from, to);
		plot_data__add(data, (from + to) / 2, share, share >= 2 ? tip : NULL);
		before = up_to;
	}
}

static void write_density(const struct plot *p, FILE *s)
{
	struct plot_data data;
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
		plot_data__begin(&data, i, s);
		write_density_of(&p->lines[i], low, width, high, &data);
		plot_data__end(&data);
	}
	print__gnuplot(s,
		       "set xrange [%.10g:%.10g]\nset yrange [0:*]\nset format x \"%%'.0f\"\n"
		       "set xlabel '%s per operation'\n"
		       "set ylabel 'percentage of operations in each %s %s'\n",
		       low, high, unit_of(p), bin, unit_of(p));
	plot_lines__write(p, "histeps", s);
}

static const char *caption_density(const struct plot *p)
{
	(void)p;
	return "The distribution of latencies over all rounds, up to the 99th percentile. "
	       "The cost of reading the clock is included. "
	       "(The table shows the medians of the rounds' percentiles.)";
}

const struct plot_row plot_density = {
	.kind = { "density", "the distribution of the operations' latencies" },
	.title = "Latency of an operation",
	.is_distribution = true,
	.among_others = true,
	.applies = has_histograms,
	.write = write_density,
	.caption = caption_density,
	.describe = describe_quantiles,
};

/* ---- percentiles ---- */

/* Like HdrHistogram's plotter: each step halves the remaining distance to 100 %, in five points. */
static void write_percentiles_of(const struct plot *p, const struct plot_line *line,
				 struct plot_data *data)
{
	double most = (double)line->merged.total;
	const unsigned int steps = 5;

	for (unsigned int i = 0; exp2((double)i / steps) <= most; i++) {
		double inverse = exp2((double)i / steps), q = 1 - 1 / inverse;
		char tip[160];

		format_quantile(tip, sizeof(tip), line, q, unit_of(p));
		plot_data__add(data, inverse, merged__quantile(&line->merged, q),
			       i % steps ? NULL : tip);
	}
}

static void write_percentiles(const struct plot *p, FILE *s)
{
	struct plot_data data;
	for (size_t i = 0; i < p->n; i++) {
		plot_data__begin(&data, i, s);
		write_percentiles_of(p, &p->lines[i], &data);
		plot_data__end(&data);
	}
	write_log_axis(p, "y", s);
	fprintf(s,
		"set logscale x\nset xlabel 'percentile of operations (log of the share above)'\n"
		"set xtics ('0' 1, '50' 2, '90' 10, '99' 100, '99.9' 1e3, '99.99' 1e4, '99.999' 1e5, '99.9999' 1e6, '99.99999' 1e7)\nset key inside left top\n");
	plot_lines__write(p, "lines", s);
}

static const char *caption_percentiles(const struct plot *p)
{
	(void)p;
	return "The percentile spectrum on HdrHistogram's axis: with each step to the right, a tenth as many operations are above.";
}

const struct plot_row plot_percentiles = {
	.kind = { "percentiles", "the percentile spectrum, on HdrHistogram's axis" },
	.title = "Percentile spectrum",
	.is_distribution = true,
	.among_others = true,
	.applies = has_positive_latencies,
	.write = write_percentiles,
	.caption = caption_percentiles,
	.describe = describe_quantiles,
};

/* ---- ecdf ---- */

static void write_ecdf(const struct plot *p, FILE *s)
{
	struct plot_data data;
	double low, high;

	range_of(p, SHOWN_SHARE, &low, &high);
	for (size_t i = 0; i < p->n; i++) {
		plot_data__begin(&data, i, s);
		for (int point = 0; point < CURVE_POINTS; point++) {
			double q = (point + 0.5) / CURVE_POINTS;
			char tip[160];

			format_quantile(tip, sizeof(tip), &p->lines[i], q, unit_of(p));
			plot_data__add(&data, merged__quantile(&p->lines[i].merged, q), 100 * q,
				       point % (CURVE_POINTS / TIP_POINTS) ? NULL : tip);
		}
		plot_data__end(&data);
	}
	print__gnuplot(s, "set format x \"%%'.0f\"\nset xlabel '%s per operation'\n", unit_of(p));
	fprintf(s,
		"set xrange [%.10g:%.10g]\nset yrange [0:100]\n"
		"set ylabel 'percentage of operations that took at most this long'\nset key inside right bottom\n",
		low, high);
	plot_lines__write(p, "steps", s);
}

static const char *caption_ecdf(const struct plot *p)
{
	(void)p;
	return "The share of operations that took at most a given time, up to the 99th percentile.";
}

const struct plot_row plot_ecdf = {
	.kind = { "ecdf", "the cumulative distribution of the operations' latencies" },
	.title = "Cumulative distribution",
	.is_distribution = true,
	.applies = has_histograms,
	.write = write_ecdf,
	.caption = caption_ecdf,
	.describe = describe_quantiles,
};

/* ---- difference ---- */

static bool has_differences(const struct plot *p)
{
	return has_histograms(p) && p->n > 1;
}

static void write_difference(const struct plot *p, FILE *s)
{
	struct plot_data data;
	const struct merged *none = &p->lines[0].merged;

	for (size_t i = 0; i < p->n; i++) {
		plot_data__begin(&data, i, s);
		for (int percent = 1; percent < 100; percent++) {
			double q = percent / 100.0;
			double more = merged__quantile(&p->lines[i].merged, q) -
				      merged__quantile(none, q);
			char tip[160], value[CELL_SIZE];

			format__grouped(value, more, true);
			snprintf(tip, sizeof(tip), "%s: %s %s at %d %%", p->lines[i].label, value,
				 unit_of(p), percent);
			plot_data__add(&data, percent, more, percent % 5 ? NULL : tip);
		}
		plot_data__end(&data);
	}
	print__gnuplot(s,
		       "set xrange [0:100]\nset yrange [*<0:0<*]\nset xzeroaxis lt -1\n"
		       "set xlabel 'percentile of operations'\nset ylabel '%s over none'\n",
		       unit_of(p));
	plot_lines__write(p, "lines", s);
}

static const char *caption_difference(const struct plot *p)
{
	(void)p;
	return "What a hook adds at each percentile: the percentile of the backend's operations minus that of none, over all rounds. "
	       "A level line means that the hook costs every operation the same.";
}

static void describe_difference(const struct plot *p, FILE *text)
{
	for (size_t i = 1; i < p->n; i++)
		print__terminal(text, "%s%s: %+.0f at the median, %+.0f at the 90th percentile",
				i > 1 ? "; " : "", p->lines[i].label,
				merged__quantile(&p->lines[i].merged, 0.5) -
					merged__quantile(&p->lines[0].merged, 0.5),
				merged__quantile(&p->lines[i].merged, 0.9) -
					merged__quantile(&p->lines[0].merged, 0.9));
	print__terminal(text, " %s.", unit_of(p));
}

const struct plot_row plot_difference = {
	.kind = { "difference", "what each hook adds at each percentile" },
	.title = "Difference from none at each percentile",
	.is_distribution = true,
	.applies = has_differences,
	.write = write_difference,
	.caption = caption_difference,
	.describe = describe_difference,
};
