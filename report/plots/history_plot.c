// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/history_plot.h"

#include <math.h>
#include <stdbool.h>

#include "bench/base/print.h"
#include "report/document/report_content.h"
#include "report/figures/format.h"
#include "report/plots/gnuplot.h"
#include "report/plots/gnuplot_script.h"

#define KERNELS_SHOWN 24 /* names that fit side by side */

static bool is_drawn(const struct history *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (isfinite(h->points[i].value))
			return true;
	return false;
}

/* A backend that does not attach any more is a change without a number. */
static bool is_marked(const struct history_point *point)
{
	return point->is_change && isfinite(point->value) && isfinite(point->difference);
}

static bool has_marks(const struct history *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (is_marked(&h->points[i]))
			return true;
	return false;
}

/* Of many runs, each second, third, ... is named. */
static void write_axis(const struct history *h, enum history_order order, FILE *s)
{
	size_t step = (h->n + KERNELS_SHOWN - 1) / KERNELS_SHOWN;
	char name[HISTORY_NAME_SIZE];

	fputs("set xtics rotate by -40 noenhanced (", s);
	for (size_t i = 0; i < h->n; i += step) {
		history__name(&h->points[i], order, name);
		print__gnuplot(s, "%s'%s' %zu", i ? ", " : "", name, i + 1);
	}
	print__gnuplot(s, ")\nset xrange [0.5:%zu.5]\n", h->n);
}

/* Its points, and again those at which it changed, with the difference. */
static void write_data(const struct history *h, size_t line, FILE *s)
{
	fprintf(s, "$d%zu << EOD\n", line);
	for (size_t i = 0; i < h->n; i++) {
		/* A line is not drawn across a run without the backend. */
		if (isfinite(h->points[i].value))
			print__gnuplot(s, "%zu %.10g\n", i + 1, h->points[i].value);
		else
			fputc('\n', s);
	}
	fprintf(s, "EOD\n$c%zu << EOD\n", line);
	for (size_t i = 0; i < h->n; i++)
		if (is_marked(&h->points[i]))
			print__gnuplot(s, "%zu %.10g %+.10g\n", i + 1, h->points[i].value,
				       h->points[i].difference);
	fputs("EOD\n", s);
}

static void write_line(const struct history *h, size_t line, FILE *s)
{
	struct backend_look look = backend_look__of(h->backend, false);
	char style[SCRIPT_LOOK_SIZE], mark[SCRIPT_LOOK_SIZE];

	print__gnuplot(s, "%s \\\n  $d%zu using 1:2 with linespoints lw 2 ps 0.5 %s title '%s'",
		       line ? "," : "", line, gnuplot_script__line(look, style), h->backend);
	if (has_marks(h))
		print__gnuplot(
			s,
			", \\\n  $c%zu using 1:2 with points ps 1.4 %s notitle, \\\n  $c%zu using 1:2:(sprintf('%%+.5g', $3)) with labels offset 0,0.9 notitle",
			line, gnuplot_script__mark(look, mark), line);
}

void history_plot__write(const struct history *histories, size_t n, enum history_order order,
			 FILE *script)
{
	size_t line = 0;

	print__gnuplot(
		script,
		"# What hooks cost over many runs; to draw it again: gnuplot -p FILE\n"
		"set termoption noenhanced\nset encoding utf8\nset border 3\nset tics nomirror out\n"
		"set grid y lc rgb '#BBBBBB' lw 0.5\nset key outside right top noenhanced\n"
		"set title \"Overhead over %zu runs; changes are marked\"\n"
		"set ylabel '%s per operation'\nset yrange [0:*]\nset offsets 0, 0, graph 0.06, 0\n",
		histories[0].n, format__unit(histories[0].points[0].run));
	write_axis(&histories[0], order, script);
	for (size_t i = 0; i < n; i++)
		if (is_drawn(&histories[i]))
			write_data(&histories[i], line++, script);
	fputs("plot", script);
	line = 0;
	for (size_t i = 0; i < n; i++)
		if (is_drawn(&histories[i]))
			write_line(&histories[i], line++, script);
	fputs(line ? "\n" : " NaN notitle\n", script);
}

int history_plot__draw(const char *folder)
{
	struct report_plot plot = { .name = HISTORY_PLOT };
	const struct report report = { .n_plots = 1, .plots = &plot };

	return gnuplot__draw(&report, folder);
}
