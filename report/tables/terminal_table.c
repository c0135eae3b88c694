// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/terminal_table.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/tables/terminal_text.h"

/* ---- cells ---- */

/* Instructions: one number. Nanoseconds: the estimate with its interval, or why there is none. */
static void format_overhead(char *cell, const struct summary_row *row, enum clock_unit unit)
{
	if (row->reference && !row->control)
		snprintf(cell, CELL_SIZE, "-");
	else if (unit == CLOCK_INSTRUCTIONS && row->low == row->high)
		format__grouped(cell, row->overhead, true);
	else
		format__interval(cell, row->overhead, row->low, row->high);
}

static void format_cost(char *cell, const struct summary_row *row, enum clock_unit unit)
{
	(void)unit;
	format__grouped(cell, row->cost, false);
}

static void format_ratio(char *cell, const struct summary_row *row, enum clock_unit unit)
{
	(void)unit;
	format__ratio(cell, row->times_cheapest);
}

static void format_hits(char *cell, const struct summary_row *row, enum clock_unit unit)
{
	(void)unit;
	format__count(cell, row->hits);
}

static void format_operations(char *cell, const struct summary_row *row, enum clock_unit unit)
{
	(void)unit;
	format__count(cell, (int64_t)row->operations);
}

static void format_throughput(char *cell, const struct summary_row *row, enum clock_unit unit)
{
	(void)unit;
	format__short(cell, row->operations_per_second);
}

#define SHORT_CELL(member)                                                     \
	static void format_##member(char *cell, const struct summary_row *row, \
				    enum clock_unit unit)                      \
	{                                                                      \
		(void)unit;                                                    \
		format__short(cell, row->member);                              \
	}

SHORT_CELL(p50)
SHORT_CELL(p99)
SHORT_CELL(p999)
SHORT_CELL(max)
SHORT_CELL(beside)

static void format_visible(char *cell, const struct summary_row *row, enum clock_unit unit)
{
	(void)unit;
	format__short(cell, row->reference && !row->control ? NAN : row->smallest_visible);
}

#define MS_CELL(member)                                                        \
	static void format_##member(char *cell, const struct summary_row *row, \
				    enum clock_unit unit)                      \
	{                                                                      \
		(void)unit;                                                    \
		format__ms(cell, row->member);                                 \
	}

MS_CELL(attach_ns)
MS_CELL(detach_ns)

enum shown_in { IN_BOTH, IN_INSTRUCTIONS, IN_NANOSECONDS };

/* In the order of the table. */
static const struct terminal_column {
	const char *heading;
	int width;
	enum shown_in shown_in;
	unsigned int rank; /* lower ones are shown first, as far as the terminal has room */
	void (*format)(char *cell, const struct summary_row *row, enum clock_unit unit);
} columns[] = {
	{ "cost", 7, IN_BOTH, 0, format_cost },
	{ "overhead", 8, IN_INSTRUCTIONS, 0, format_overhead },
	{ "overhead [95% CI]", 18, IN_NANOSECONDS, 0, format_overhead },
	{ "ratio", 5, IN_BOTH, 1, format_ratio },
	{ "visible", 7, IN_NANOSECONDS, 8, format_visible },
	{ "op/s", 5, IN_NANOSECONDS, 3, format_throughput },
	{ "p50", 5, IN_INSTRUCTIONS, 3, format_p50 },
	{ "p99", 5, IN_BOTH, 4, format_p99 },
	{ "p99.9", 5, IN_BOTH, 5, format_p999 },
	{ "max", 5, IN_BOTH, 6, format_max },
	{ "beside", 6, IN_BOTH, 10, format_beside },
	{ "operations", 10, IN_BOTH, 9, format_operations },
	{ "hits", 7, IN_BOTH, 2, format_hits },
	{ "ms", 5, IN_BOTH, 7, format_attach_ns },
	{ "detach ms", 9, IN_BOTH, 11, format_detach_ns },
};

#define COLUMNS	       (sizeof(columns) / sizeof(*columns))
#define MIN_NAME_WIDTH 9

static bool is_shown_in(const struct terminal_column *c, enum clock_unit unit)
{
	return c->shown_in == IN_BOTH ||
	       (c->shown_in == IN_INSTRUCTIONS) == (unit == CLOCK_INSTRUCTIONS);
}

int terminal_table__name_width(const struct run *run)
{
	size_t width = MIN_NAME_WIDTH;

	for (size_t i = 0; i < run->plan.n_backends; i++)
		if (strlen(run->plan.backends[i]) > width)
			width = strlen(run->plan.backends[i]);
	return (int)width;
}

/* The columns of one rank. */
static int width_of_rank(enum clock_unit unit, unsigned int rank)
{
	int width = 0;

	for (size_t i = 0; i < COLUMNS; i++)
		if (columns[i].rank == rank && is_shown_in(&columns[i], unit))
			width += 1 + columns[i].width;
	return width;
}

/* What has room on the terminal. */
struct layout {
	int name_width;	   /* a longer name has a line of its own */
	unsigned int rank; /* the highest with which the table still fits */
};

static struct layout make_layout(const struct run *run, int width)
{
	struct layout layout = { terminal_table__name_width(run), 0 };
	int used = width_of_rank(run->unit, 0);

	if (layout.name_width + used > width)
		layout.name_width = width - used > MIN_NAME_WIDTH ? width - used : MIN_NAME_WIDTH;
	used += layout.name_width;
	for (unsigned int next = 1; next <= COLUMNS; next++) {
		used += width_of_rank(run->unit, next);
		if (used > width)
			break;
		layout.rank = next;
	}
	return layout;
}

static bool is_shown(const struct terminal_column *c, const struct layout *layout,
		     enum clock_unit unit)
{
	return c->rank <= layout->rank && is_shown_in(c, unit);
}

/* The cheapest hook is what most runs are made to find. */
static enum text_colour colour_of(const struct summary_row *row)
{
	return row->times_cheapest == 1 ? COLOUR_GOOD : COLOUR_OFF;
}

static void print_row(const struct summary_row *row, const struct layout *layout,
		      enum clock_unit unit, FILE *file)
{
	const char *name = format__row_name(row);
	char cell[CELL_SIZE];

	terminal_text__cell(file, colour_of(row), -layout->name_width, name);
	if ((int)encode__columns(name) > layout->name_width)
		print__terminal(file, "\n%-*s", layout->name_width, "");
	for (size_t k = 0; k < COLUMNS; k++) {
		if (!is_shown(&columns[k], layout, unit))
			continue;
		columns[k].format(cell, row, unit);
		fputc(' ', file);
		terminal_text__cell(
			file, columns[k].format == format_overhead ? colour_of(row) : COLOUR_OFF,
			columns[k].width, cell);
	}
	fputc('\n', file);
}

void terminal_table__print(const struct run *run, const struct summary *summary, int width,
			   FILE *file)
{
	const struct layout layout = make_layout(run, width);

	print__terminal(file, "%-*s", layout.name_width, "backend");
	for (size_t k = 0; k < COLUMNS; k++)
		if (is_shown(&columns[k], &layout, run->unit))
			print__terminal(file, " %*s", columns[k].width, columns[k].heading);
	fputc('\n', file);
	for (size_t i = 0; i < summary->n; i++)
		if (!summary__hides(summary, &summary->rows[i]))
			print_row(&summary->rows[i], &layout, run->unit, file);
}

/* ---- several numbers of threads ---- */

/* One figure of each backend, for each number of threads. */
struct threads_table {
	const char *title;
	void (*format)(char *cell, const struct summary_row *row, enum clock_unit unit);
};

static void print_threads_row(const struct threads_table *table, const struct summary *summaries,
			      const char *backend, size_t n, enum clock_unit unit, FILE *file)
{
	print__terminal(file, "%-9s", backend);
	for (size_t i = 0; i < n; i++) {
		const struct summary_row *row = summary__row(&summaries[i], backend);
		char cell[CELL_SIZE] = "-";

		if (row)
			table->format(cell, row, unit);
		print__terminal(file, " %18s", cell);
	}
	fputc('\n', file);
}

void terminal_table__print_threads(const struct summary *summaries, const unsigned int *threads,
				   size_t n, enum clock_unit unit, FILE *file)
{
	static const struct threads_table tables[] = {
		{ "overhead per operation", format_overhead },
		{ "operations per second, all threads", format_throughput },
	};

	/* Emulated threads take turns, so their operations per second are meaningless. */
	for (size_t t = 0; t < (unit == CLOCK_INSTRUCTIONS ? 1 : 2); t++) {
		print__terminal(file, t ? "\n%s\n%-9s" : "%s\n%-9s", tables[t].title, "threads");
		for (size_t i = 0; i < n; i++)
			fprintf(file, " %18u", threads[i]);
		fputc('\n', file);
		for (size_t row = 0; row < summaries[0].n; row++)
			if (!summaries[0].rows[row].control)
				print_threads_row(&tables[t], summaries,
						  summaries[0].rows[row].backend, n, unit, file);
	}
}
