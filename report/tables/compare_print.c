// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/compare_print.h"

#include <math.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/figures/sentence.h"
#include "report/tables/terminal_text.h"
#include "report/tables/verdict_colour.h"
#include "report/verdicts/compare_answer.h"
#include "report/verdicts/compare_order.h"

/* ---- cells ---- */

static void format_percent(char *cell, double value)
{
	if (!isfinite(value))
		snprintf(cell, CELL_SIZE, "-");
	else if (fabs(value) < 0.05)
		snprintf(cell, CELL_SIZE, "0.0 %%");
	else
		snprintf(cell, CELL_SIZE, "%+.1f %%", value);
}

struct cells {
	char name[CELL_SIZE + 8], base[CELL_SIZE], new_value[CELL_SIZE];
	char difference[CELL_SIZE + 700], percent[CELL_SIZE];
};

/*
 * The name says if it is a cost, not an overhead. As benchstat has it, a tilde is no difference;
 * what may lie behind it is in its interval.
 */
static void cells__fill(struct cells *cells, const struct comparison_row *row, enum clock_unit unit)
{
	char difference[CELL_SIZE];

	snprintf(cells->name, sizeof(cells->name), "%s%s", row->backend,
		 row->is_cost ? " (cost)" : "");
	format__grouped(cells->base, row->base, false);
	format__grouped(cells->new_value, row->new_value, false);
	format__grouped(difference, row->difference, true);
	if (comparison_row__is_tie(row))
		snprintf(difference, sizeof(difference), "~");
	if (unit == CLOCK_NANOSECONDS && isfinite(row->low) && isfinite(row->high))
		snprintf(cells->difference, sizeof(cells->difference), "%s [%.0f %.0f]", difference,
			 row->low, row->high);
	else
		snprintf(cells->difference, sizeof(cells->difference), "%s", difference);
	format_percent(cells->percent, row->percent);
	if (comparison_row__is_tie(row))
		cells->percent[0] = '\0';
}

/* ---- table ---- */

#define NAME_WIDTH 16
/* Of the columns around the difference, with the blanks between them; and of the longest verdict.
 */
#define AROUND_WIDTH  (NAME_WIDTH + 10 + 10 + 1 + 10)
#define VERDICT_WIDTH 22
#define LEAST_WIDTH   11 /* of the difference, where there is room */

/* What has room on the terminal. */
struct layout {
	int difference_width;
	bool has_base;	  /* the column */
	bool has_verdict; /* beside the figures, not below them */
};

static struct layout make_layout(const struct comparison *c, int width)
{
	int difference = LEAST_WIDTH;
	struct cells cells;

	for (size_t i = 0; i < c->n; i++) {
		cells__fill(&cells, &c->rows[i], c->unit);
		if ((int)strlen(cells.difference) > difference)
			difference = (int)strlen(cells.difference);
	}
	return (struct layout){
		.has_base = AROUND_WIDTH + difference <= width,
		.has_verdict = AROUND_WIDTH + difference + VERDICT_WIDTH <= width,
		.difference_width = AROUND_WIDTH + difference <= width ? difference : 6,
	};
}

/* Beside the figures if there is room; else below them, where "same" needs no line. */
static void print_verdict(const struct comparison_row *row, const struct layout *layout, FILE *file)
{
	char text[2 * NAME_SIZE + 2];

	if (!row->verdict_name[0] || (!layout->has_verdict && row->verdict == VERDICT_SAME))
		return;
	snprintf(text, sizeof(text), "%s%s%s", row->verdict_name, row->severity[0] ? ", " : "",
		 row->severity);
	fputs(layout->has_verdict ? "  " : "\n  ", file);
	terminal_text__cell(file, verdict_colour(row->verdict), 0, text);
}

/* A name that is too long has a line of its own. */
static void print_name(const char *name, FILE *file)
{
	if (encode__columns(name) > NAME_WIDTH)
		print__terminal(file, "%s\n%-*s", name, NAME_WIDTH, "");
	else
		print__terminal(file, "%-*s", NAME_WIDTH, name);
}

static void print_row(const struct comparison_row *row, enum clock_unit unit,
		      const struct layout *layout, FILE *file)
{
	struct cells cells;

	cells__fill(&cells, row, unit);
	print_name(cells.name, file);
	if (layout->has_base)
		print__terminal(file, " %9s", cells.base);
	print__terminal(file, " %*s ", layout->has_base ? 9 : 7, cells.new_value);
	terminal_text__cell(file, verdict_colour(row->verdict), layout->difference_width,
			    cells.difference);
	if (cells.percent[0] || (layout->has_verdict && row->verdict_name[0]))
		print__terminal(file, " %*s", layout->has_base ? 9 : 8, cells.percent);
	print_verdict(row, layout, file);
	fputc('\n', file);
	terminal_text__wrap(row->note, 2, file);
}

static void print_facts(const struct comparison *c, FILE *file)
{
	char text[640];

	if (c->n_facts)
		fprintf(file, "\nOther differences:\n");
	for (size_t i = 0; i < c->n_facts; i++) {
		const struct comparison_fact *fact = &c->facts[i];

		snprintf(text, sizeof(text), "%s: %s -> %s", fact->name,
			 fact->base[0] ? fact->base : "unknown",
			 fact->new_value[0] ? fact->new_value : "unknown");
		terminal_text__hang(text, 2, 6, file);
	}
}

static void say(const struct comparison *c, char *text, size_t size)
{
	struct sentence sentence = { .text = text, .size = size };

	text[0] = '\0';
	compare_answer__say(&sentence, c);
}

/* The verdict comes last, where the eye is. */
static void print_answer(const struct comparison *c, FILE *file)
{
	char text[2048];

	say(c, text, sizeof(text));
	fputc('\n', file);
	terminal_text__say(text, verdict_colour(c->verdict), file);
}

static void print_table(const struct comparison *c, struct comparison_names names, FILE *file)
{
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS];
	const struct layout layout = make_layout(c, terminal_text__width(file));

	print__terminal(file, "base: %s\nnew:  %s\n", names.base, names.new_run);
	terminal_text__note(file, "unit: %s per operation, overhead over none",
			    clock_unit__name(c->unit));
	fputc('\n', file);
	print__terminal(file, "%-*s", NAME_WIDTH, "backend");
	if (layout.has_base)
		print__terminal(file, " %9s %9s %*s\n", "base", "new", layout.difference_width,
				"vs base");
	else
		print__terminal(file, " %7s %s\n", "new", "vs base");
	compare_order__sort(c, rows);
	for (size_t i = 0; i < c->n; i++)
		print_row(rows[i], c->unit, &layout, file);
	print_facts(c, file);
	if (c->caveat[0]) {
		fputc('\n', file);
		terminal_text__wrap(c->caveat, 0, file);
	}
	if (c->obstacle.text[0] && c->verdict != VERDICT_NOT_COMPARABLE)
		print__terminal(file, "\nNOT COMPARABLE: %s\n", c->obstacle.text);
	print_answer(c, file);
}

/* ---- markdown ---- */

static void print_markdown_row(const struct comparison_row *row, enum clock_unit unit, FILE *file)
{
	struct cells cells;

	cells__fill(&cells, row, unit);
	print__markdown(file, "| %s | %s | %s | %s | %s | %s%s%s%s%s |\n", cells.name, cells.base,
			cells.new_value, cells.difference, cells.percent, row->verdict_name,
			row->severity[0] ? ", " : "", row->severity, row->note[0] ? ": " : "",
			row->note);
}

static void print_markdown(const struct comparison *c, struct comparison_names names, FILE *file)
{
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS];
	char text[2048];

	say(c, text, sizeof(text));
	print__code(file, "**hookbench: %s**, `%s` → `%s`, %s per operation\n\n",
		    verdict__name(c->verdict), names.base, names.new_run,
		    clock_unit__name(c->unit));
	print__markdown(file, "%s\n\n", text);
	fprintf(file, "| backend | base | new | vs base | | verdict |\n");
	fprintf(file, "| --- | ---: | ---: | ---: | ---: | --- |\n");
	compare_order__sort(c, rows);
	for (size_t i = 0; i < c->n; i++)
		print_markdown_row(rows[i], c->unit, file);
	if (c->caveat[0])
		print__markdown(file, "\n%s\n", c->caveat);
	if (c->obstacle.text[0] && c->verdict != VERDICT_NOT_COMPARABLE)
		print__markdown(file, "\nNot comparable: %s\n", c->obstacle.text);
	if (c->n_facts)
		fprintf(file, "\n<details><summary>Other differences</summary>\n\n");
	for (size_t i = 0; i < c->n_facts; i++) {
		print__markdown(file, "- %s: ", c->facts[i].name);
		print__code(file, "`%s` → `%s`\n", c->facts[i].base, c->facts[i].new_value);
	}
	if (c->n_facts)
		fprintf(file, "\n</details>\n");
}

/* ---- for tools ---- */

static void print_json(const struct comparison *c, struct comparison_names names, FILE *file)
{
	json_t *json = compare__to_json(c);

	(void)names;
	print__json(file, json, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
	fputc('\n', file);
	json_decref(json);
}

static void print_csv(const struct comparison *c, struct comparison_names names, FILE *file)
{
	(void)names;
	columns__write_header(comparison_columns, file);
	fputc('\n', file);
	for (size_t i = 0; i < c->n; i++) {
		columns__write_row(comparison_columns, &c->rows[i], file);
		fputc('\n', file);
	}
}

static bool is_failure(enum verdict verdict)
{
	return verdict == VERDICT_REGRESSION;
}

/* Neither passed nor failed. */
static bool is_skip(enum verdict verdict)
{
	return verdict == VERDICT_INCONCLUSIVE || verdict == VERDICT_NOT_COMPARABLE;
}

static size_t count_rows(const struct comparison *c, bool (*has)(enum verdict verdict))
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += has(c->rows[i].verdict);
	return n;
}

/* Describes a row in one line: figures, verdict and reason. */
static void describe(const struct comparison_row *row, const struct comparison *c, char *text,
		     size_t size)
{
	struct cells cells;

	cells__fill(&cells, row, c->unit);
	snprintf(text, size, "%s -> %s %s (%s%s%s)%s%s%s%s%s%s", cells.base, cells.new_value,
		 clock_unit__name(c->unit), cells.difference, cells.percent[0] ? ", " : "",
		 cells.percent, row->verdict_name[0] ? ": " : "", row->verdict_name,
		 row->severity[0] ? ", " : "", row->severity, row->note[0] ? ": " : "", row->note);
}

static void print_testcase(const struct comparison *c, const struct comparison_row *row, FILE *file)
{
	char text[2048];

	describe(row, c, text, sizeof(text));
	fprintf(file, "  <testcase classname=\"hookbench\" name=\"");
	encode__write(file, TO_HTML, row->backend);
	fprintf(file, "\">\n    ");
	/* Failures and skips have the reason in an attribute; a passed test only has output. */
	if (is_failure(row->verdict) || is_skip(row->verdict)) {
		print__terminal(file, "<%s message=\"",
				is_failure(row->verdict) ? "failure" : "skipped");
		encode__write(file, TO_HTML, text);
		fputs("\"/>", file);
	} else {
		fputs("<system-out>", file);
		encode__write(file, TO_HTML, text);
		fputs("</system-out>", file);
	}
	fputs("\n  </testcase>\n", file);
}

static void print_junit(const struct comparison *c, struct comparison_names names, FILE *file)
{
	fprintf(file, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"hookbench ");
	encode__write(file, TO_HTML, names.base);
	fputs(" -> ", file);
	encode__write(file, TO_HTML, names.new_run);
	fprintf(file, "\" tests=\"%zu\" failures=\"%zu\" skipped=\"%zu\">\n", c->n,
		count_rows(c, is_failure), count_rows(c, is_skip));
	for (size_t i = 0; i < c->n; i++)
		print_testcase(c, &c->rows[i], file);
	fputs("</testsuite>\n", file);
}

/* Documentation/dev-tools/ktap.rst: the plan, then one line per test, after its diagnostics. */
static void print_ktap(const struct comparison *c, struct comparison_names names, FILE *file)
{
	char text[2048];

	print__ktap(file, "KTAP version 1\n# hookbench: %s -> %s\n", names.base, names.new_run);
	if (c->obstacle.text[0])
		print__ktap(file, "# not comparable: %s\n", c->obstacle.text);
	fprintf(file, "1..%zu\n", c->n);
	for (size_t i = 0; i < c->n; i++) {
		const struct comparison_row *row = &c->rows[i];

		describe(row, c, text, sizeof(text));
		print__ktap(file, "# %s\n%s %zu %s", text,
			    is_failure(row->verdict) ? "not ok" : "ok", i + 1, row->backend);
		if (is_skip(row->verdict))
			print__ktap(file, " # SKIP %s", row->verdict_name);
		fputc('\n', file);
	}
}

const struct comparison_format comparison_formats[] = {
	{ "table", "for the terminal", print_table },
	{ "markdown", "for a pull request", print_markdown },
	{ "json", "everything, for tools", print_json },
	{ "csv", "one line per backend", print_csv },
	{ "junit", "XML for CI systems", print_junit },
	{ "ktap", "for the kernel's test systems", print_ktap },
	{ .name = NULL },
};
