// SPDX-License-Identifier: GPL-2.0-or-later
/* The CPU's counters of a run beside what makes instructions dear, and how they go together. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"
#include "report/verdicts/drivers_counters.h"

static void write_head(const struct drivers_counters *c, FILE *file)
{
	fputs("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Counters\"><table><thead><tr><th scope=\"col\">What a hook adds</th>",
	      file);
	for (size_t i = 0; i < c->n; i++)
		print__html(file, "<th scope=\"col\" class=\"number\">%s</th>", c->v[i].backend);
	for (int k = 0; k < N_COUNTED; k++)
		print__html(file, "<th scope=\"col\" class=\"number\"><small>with %s</small></th>",
			    counted_names[k]);
	fputs("</tr></thead><tbody>\n", file);
}

static bool is_counted(const struct drivers_counters *c, enum counted counted)
{
	for (size_t i = 0; i < c->n; i++)
		if (isfinite(c->v[i].added[counted]))
			return true;
	return false;
}

static void write_counted(const struct drivers_counters *c, enum counted counted, FILE *file)
{
	print__html(
		file,
		"<tr><th scope=\"row\">%s<small>of the CPU, in the kernel, per cycle of the workload</small></th>",
		counted_names[counted]);
	for (size_t i = 0; i < c->n; i++) {
		double n = c->v[i].added[counted];
		char cell[CELL_SIZE];

		if (!isfinite(n))
			snprintf(cell, sizeof(cell), "\342\200\223");
		else if (fabs(n) < 100)
			snprintf(cell, sizeof(cell), "%+.2f", n);
		else
			format__grouped(cell, n, true);
		print__html(file, "<td class=\"number\">%s</td>", cell);
	}
	for (int k = 0; k < N_COUNTED; k++)
		fputs("<td></td>", file);
	fputs("</tr>\n", file);
}

static bool is_there(const struct drivers_counters *c, enum driver_id driver)
{
	for (size_t i = 0; i < c->n; i++)
		if (driven_pair__difference(&c->v[i].driven->of[driver]))
			return true;
	return false;
}

static void write_driver(const struct drivers_counters *c, enum driver_id driver, FILE *file)
{
	print__html(file, "<tr><th scope=\"row\"><code>%s</code></th>", driver_table[driver].key);
	for (size_t i = 0; i < c->n; i++) {
		char cell[CELL_SIZE];

		format__grouped(cell, (double)driven_pair__difference(&c->v[i].driven->of[driver]),
				true);
		print__html(file, "<td class=\"number\">%s</td>", cell);
	}
	for (int k = 0; k < N_COUNTED; k++) {
		size_t n;
		double r = drivers_counters__correlation(c, driver, (enum counted)k, &n);

		if (isfinite(r))
			print__html(file, "<td class=\"number\">%+.2f</td>", r);
		else
			fputs("<td class=\"number\">\342\200\223</td>", file);
	}
	fputs("</tr>\n", file);
}

/* What the last columns are, and of how many hooks. */
static void write_note(const struct drivers_counters *c, const char *driven, FILE *file)
{
	size_t n;

	drivers_counters__correlation(c, DRIVER_INSTRUCTIONS, COUNTED_CYCLES, &n);
	fputs("</tbody></table></div>\n<p class=\"note\">What the CPU counted is of this run; what makes instructions dear is of the run ",
	      file);
	encode__write(file, TO_HTML, driven);
	fputs(", counted exactly in a VM. ", file);
	if (n < CORRELATION_LEAST)
		print__html(
			file,
			"A correlation is not computed: there are %zu hooks, and with fewer than %d any order is likely by chance.</p>\n",
			n, CORRELATION_LEAST);
	else
		print__html(
			file,
			"The last columns are Spearman's rank correlation over N = %zu hooks: +1 if the hooks with more of it also have more cycles or misses, in the same order. It is of ranks, so that one dear hook does not decide alone. With so few hooks it is a hint, and not a cause: drivers grow together.</p>\n",
			n);
}

/* The run itself, or the first other one that fits; report->n: none. */
static size_t find_driven(const struct report *report, size_t counted)
{
	const struct run *run = &report->runs[counted].run;

	if (drivers_counters__fit(run, run))
		return counted;
	for (size_t i = 0; i < report->n; i++)
		if (drivers_counters__fit(run, &report->runs[i].run))
			return i;
	return report->n;
}

static void write_table(const struct report *report, size_t counted, size_t driven,
			const struct drivers *drivers, FILE *file)
{
	struct drivers_counters *c = malloc(sizeof(*c));

	if (!c)
		return;
	drivers_counters__make(&report->runs[counted].summary, drivers, c);
	if (c->n) {
		fputs("<h3>Cycles and misses, beside what makes instructions dear</h3>\n", file);
		write_head(c, file);
		for (int k = 0; k < N_COUNTED; k++)
			if (is_counted(c, (enum counted)k))
				write_counted(c, (enum counted)k, file);
		for (int i = 0; i < N_DRIVERS; i++)
			if (is_there(c, (enum driver_id)i))
				write_driver(c, (enum driver_id)i, file);
		write_note(c, report->runs[driven].label, file);
	}
	free(c);
}

void html_counters__write(const struct report *report, size_t run, FILE *file)
{
	size_t driven = find_driven(report, run);
	struct drivers drivers;

	if (driven == report->n || !drivers_counters__are_in(&report->runs[run].summary) ||
	    drivers__check(&report->runs[driven].run, report->runs[driven].path) ||
	    drivers__make(&report->runs[driven].run, &report->runs[driven].summary, &drivers))
		return;
	write_table(report, run, driven, &drivers, file);
	drivers__free(&drivers);
}
