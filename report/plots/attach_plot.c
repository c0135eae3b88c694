// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/attach_plot.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/document/report_content.h"
#include "report/figures/attach_figures.h"
#include "report/plots/gnuplot.h"
#include "report/plots/gnuplot_script.h"

static bool is_drawn(const struct attach_row *row)
{
	return !row->reason[0] && isfinite(row->figures[ATTACH_ATTACH].median);
}

static double cost_of(const struct attach_row *row)
{
	return row->figures[ATTACH_LOAD].median + row->figures[ATTACH_ATTACH].median;
}

/* Whether it is the first point of its backend's line. */
static bool begins_line(const struct attach_rows *rows, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (is_drawn(&rows->v[k]) && !strcmp(rows->v[k].backend, rows->v[i].backend))
			return false;
	return is_drawn(&rows->v[i]);
}

static void write_data(const struct attach_rows *rows, const char *backend, size_t line, FILE *s)
{
	fprintf(s, "$d%zu << EOD\n", line);
	for (size_t i = 0; i < rows->n; i++)
		if (is_drawn(&rows->v[i]) && !strcmp(rows->v[i].backend, backend))
			print__gnuplot(s, "%.10g %.10g\n", (double)rows->v[i].functions,
				       cost_of(&rows->v[i]));
	fprintf(s, "EOD\n");
}

static void write_lines(const struct attach_rows *rows, FILE *s)
{
	char look[SCRIPT_LOOK_SIZE];
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (begins_line(rows, i))
			write_data(rows, rows->v[i].backend, n++, s);
	fputs("plot", s);
	n = 0;
	for (size_t i = 0; i < rows->n; i++) {
		if (!begins_line(rows, i))
			continue;
		print__gnuplot(
			s, "%s \\\n  $d%zu using 1:2 with linespoints lw 2 ps 0.9 %s title '%s'",
			n ? "," : "", n,
			gnuplot_script__line(backend_look__of(rows->v[i].backend, false), look),
			rows->v[i].backend);
		n++;
	}
	fputs(n ? "\n" : " NaN notitle\n", s);
}

void attach_plot__write(const struct attach_cost *cost, FILE *script)
{
	const char *release =
		json_string_value(json_object_get(cost->environment, "kernel_release"));
	bool is_exact = cost->unit == CLOCK_INSTRUCTIONS;
	struct attach_rows rows;

	if (attach_rows__make(cost, &rows))
		return;
	print__gnuplot(
		script,
		"# What attaching costs; to draw it again: gnuplot -p FILE\n"
		"set termoption noenhanced\nset encoding utf8\nset border 3\nset tics nomirror out\n"
		"set grid y lc rgb '#BBBBBB' lw 0.5\nset key outside right top noenhanced\n"
		"set title \"Loading and attaching, by the number of functions\\n%s\"\n"
		"set logscale xy\nset format y \"%%.0s %%c\"\nset xlabel 'functions (log)'\n"
		"set ylabel '%s to load and attach (log)'\n",
		release ? release : "an unknown kernel",
		is_exact ? "instructions" : "ns of processor time");
	write_lines(&rows, script);
	attach_rows__free(&rows);
}

int attach_plot__draw(const char *folder)
{
	struct report_plot plot = { .name = ATTACH_PLOT };
	const struct report report = { .n_plots = 1, .plots = &plot };

	return gnuplot__draw(&report, folder);
}
