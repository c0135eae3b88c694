// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of a run. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"

/* Which runs have a column: all, or those in nanoseconds. */
enum column_place { ALWAYS, IN_TIME, OF_COMMANDS };

struct page_column {
	const char *title;
	const char *unit; /* NULL: the run's */
	enum column_place place;
	struct field value; /* of struct summary_row: shown, and used to sort */
	/* NULL: the value, grouped. */
	void (*format)(char *cell, const struct summary_row *row, double value);
};

/* ---- cells ---- */

static bool is_reference(const struct summary_row *row)
{
	return row->reference && !row->control;
}

static void format_signed(char *cell, const struct summary_row *row, double value)
{
	(void)row;
	format__grouped(cell, value, true);
}

static void format_interval(char *cell, const struct summary_row *row, double value)
{
	(void)value;
	format__range(cell, row->low, row->high);
}

/* What is short is written as everywhere. */
static void format_short(char *cell, const struct summary_row *row, double value)
{
	(void)row;
	if (fabs(value) < 9999.5)
		format__grouped(cell, value, false);
	else
		format__short(cell, value);
}

static void format_times(char *cell, const struct summary_row *row, double value)
{
	(void)row;
	format__ratio(cell, value);
}

static void format_ms(char *cell, const struct summary_row *row, double value)
{
	(void)row;
	format__ms(cell, value);
}

/* Whether the data show a difference from none, and if not, why. */
static void format_differs(char *cell, const struct summary_row *row, double value)
{
	(void)value;
	snprintf(cell, CELL_SIZE, "%s",
		 row->differs			 ? "yes"
		 : !isfinite(row->low)		 ? "too few rounds"
		 : row->low > 0 || row->high < 0 ? "not sure"
		 : summary_row__is_noisy(row)	 ? "too noisy to tell"
						 : "no");
}

#define CELL(type, member) FIELD(summary_row, member, NULL, type, "")

/* In order of importance: a narrow screen cuts off the last columns first. */
static const struct page_column columns[] = {
	{ "Cost", NULL, ALWAYS, CELL(difference, cost), NULL },
	{ "Overhead", NULL, ALWAYS, CELL(difference, overhead), format_signed },
	{ "95 % interval", NULL, IN_TIME, CELL(difference, low), format_interval },
	{ "Differs", "from none", ALWAYS, CELL(boolean, differs), format_differs },
	{ "Ratio", "\303\227 cheapest", ALWAYS, CELL(difference, times_cheapest), format_times },
	{ "p50", NULL, IN_TIME, CELL(difference, p50), format_short },
	{ "p99", NULL, IN_TIME, CELL(difference, p99), format_short },
	{ "p99.9", NULL, IN_TIME, CELL(difference, p999), format_short },
	{ "Max", NULL, IN_TIME, CELL(difference, max), format_short },
	{ "Throughput", "operations/s", IN_TIME, CELL(difference, operations_per_second),
	  format_short },
	{ "Hits", "a run", OF_COMMANDS, CELL(difference, hits_per_command), NULL },
	{ "Overhead per hit", NULL, OF_COMMANDS, CELL(difference, overhead_per_hit), NULL },
	{ "Hits", "count", ALWAYS, CELL(count, hits), NULL },
	{ "Attach", "ms", ALWAYS, CELL(difference, attach_ns), format_ms },
	{ "Rounds", "count", ALWAYS, CELL(integer, rounds), NULL },
	{ "Operations", "count", ALWAYS, CELL(integer, operations), NULL },
};

/* The reference is compared with nothing. */
static bool is_of_difference(const struct page_column *c)
{
	return c->value.offset == offsetof(struct summary_row, overhead) ||
	       c->value.offset == offsetof(struct summary_row, low) ||
	       c->value.offset == offsetof(struct summary_row, differs);
}

static double number_of(json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_INTEGER:
	case JSON_REAL: return json_number_value(value);
	case JSON_TRUE: return 1;
	case JSON_FALSE: return 0;
	default: return NAN;
	}
}

static double value_of(const struct page_column *c, const struct summary_row *row)
{
	json_t *json;
	double value;

	if (is_reference(row) && is_of_difference(c))
		return NAN;
	json = fields__value(&c->value, row);
	value = number_of(json);
	json_decref(json);
	return value;
}

/* ---- the table ---- */

static bool is_shown(const struct page_column *c, const struct run *run)
{
	switch (c->place) {
	case IN_TIME: return run->unit == CLOCK_NANOSECONDS;
	case OF_COMMANDS: return plan__is_macro(&run->plan);
	default: return true;
	}
}

static void write_head(const struct run *run, FILE *file)
{
	fputs("<thead><tr><th scope=\"col\">Backend</th>", file);
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		const struct page_column *c = &columns[i];

		if (!is_shown(c, run))
			continue;
		print__html(file, "<th scope=\"col\" class=\"number\">%s <small>%s</small></th>",
			    c->title, c->unit ? c->unit : format__unit(run));
	}
	fputs("</tr></thead>\n", file);
}

static void write_full(double value, FILE *file)
{
	char full[CELL_SIZE];

	format__grouped(full, value, false);
	print__html(file, " title=\"%s\"", full);
}

static void write_cell(const struct page_column *c, const struct summary_row *row, FILE *file)
{
	double value = value_of(c, row);
	char cell[CELL_SIZE];

	if (!isfinite(value)) {
		fputs("<td class=\"number none\" title=\"not applicable, or not counted\">"
		      "\342\200\223</td>",
		      file);
		return;
	}
	if (c->format)
		c->format(cell, row, value);
	else
		format__grouped(cell, value, false);
	print__html(file, "<td class=\"number%s\" data-value=\"%.12g\"",
		    c->format == format_signed ? " main" : "", value);
	/* The full value, if it was shortened. */
	if (c->format == format_short)
		write_full(value, file);
	print__html(file, ">%s</td>", cell);
}

static void write_row(const struct run *run, const struct summary_row *row, FILE *file)
{
	fputs(row->reference ? "<tr class=\"reference\"><th scope=\"row\">"
			     : "<tr><th scope=\"row\">",
	      file);
	encode__write(file, TO_HTML, format__row_name(row));
	fputs("</th>", file);
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		if (is_shown(&columns[i], run))
			write_cell(&columns[i], row, file);
	fputs("</tr>\n", file);
}

static void write_caption(const struct run *run, FILE *file)
{
	unsigned int rounds = run__count_rounds(run);
	char cycles[CELL_SIZE];

	format__grouped(cycles, (double)run->plan.cycles, false);
	print__html(
		file,
		"<caption>Per operation, in %s. Each row is based on up to %u round%s of %s operation%s%s. ",
		format__unit(run), rounds, number__s(rounds), cycles, number__s(run->plan.cycles),
		run->plan.threads > 1 ? " a thread" : "");
	fputs(run->unit == CLOCK_INSTRUCTIONS
		      ? "Instructions are counted, not sampled: in a valid run, every round gives the same cost and overhead."
		      : "The interval has 95 % confidence; it needs at least 6 rounds. \342\200\234Differs\342\200\235 is tested for all hooks together. "
			"The percentiles are those of single operations, and have no interval.",
	      file);
	fputs("</caption>\n", file);
}

void html_table__write(const struct report_run *r, FILE *file)
{
	fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Results of ",
	      file);
	encode__write(file, TO_HTML, r->label);
	fputs("\">\n<table class=\"results sortable\">", file);
	write_caption(&r->run, file);
	write_head(&r->run, file);
	fputs("<tbody>\n", file);
	for (size_t i = 0; i < r->summary.n; i++)
		write_row(&r->run, &r->summary.rows[i], file);
	fputs("</tbody></table></div>\n"
	      "<details class=\"legend-of-columns\"><summary>What the columns mean</summary>"
	      "<dl class=\"terms\">"
	      "<div><dt>Cost</dt><dd>the cost of one operation, from before the system call to after it: the ",
	      file);
	fputs(r->run.unit == CLOCK_INSTRUCTIONS ? "shortest common value" : "median", file);
	fputs("</dd></div><div><dt>Overhead</dt><dd>the cost minus the cost of <b>none</b> in the same round: what the hook adds</dd></div>"
	      "<div><dt>Ratio</dt><dd>the overhead as a multiple of the smallest</dd></div>"
	      "<div><dt>control</dt><dd>a second <b>none</b>, treated like a hook: it must show no overhead</dd></div>"
	      "<div><dt>p50, p99, p99.9, max</dt><dd>percentiles of each trial: that percentage of operations took at most this long; the median over rounds. max: the slowest operation of all</dd></div>"
	      "<div><dt>Hits</dt><dd>counted by the BPF program itself; for a command, by all processes while the hook was attached</dd></div>"
	      "<div><dt>Attach</dt><dd>the time it took to attach</dd></div></dl></details>\n",
	      file);
}
