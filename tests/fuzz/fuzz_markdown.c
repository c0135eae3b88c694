// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any strings of a stored run, in the texts that are pasted elsewhere: in Markdown they open no
 * tag, in a test's result they are no line of their own, in a CSV file no formula.
 */
#include "tests/fuzz/fuzz_target.h"

#include <stdlib.h>
#include <string.h>

#include "report/document/markdown.h"
#include "report/figures/summary.h"
#include "report/tables/capabilities_print.h"
#include "report/tables/compare_print.h"
#include "report/tables/csv.h"
#include "report/tables/terminal.h"
#include "report/verdicts/compare.h"

/* Blanks what Markdown shows as it is: indented blocks, and what is between backquotes. */
static void blank_code(char *text)
{
	bool in_block = !strncmp(text, "    ", 4), in_span = false;

	for (char *at = text; *at; at++) {
		if (*at == '\\' && at[1] && !in_span && !in_block)
			at++;
		else if (*at == '`')
			in_span = !in_span;
		else if (*at == '\n') {
			fuzz__require(!in_span, "a code span ends on its line");
			in_block = !strncmp(at + 1, "    ", 4);
		} else if (in_block || in_span)
			*at = 'x';
		if (in_block)
			in_span = false;
	}
}

static void check_markdown(char *text)
{
	fuzz__require_shown(text);
	blank_code(text);
	for (const char *at = text; (at = strchr(at, '<')); at++)
		fuzz__require(!strncmp(at, "<details><summary>Other differences</summary>", 45) ||
				      !strncmp(at, "<summary>Other", 14) ||
				      !strncmp(at, "</summary>", 10) ||
				      !strncmp(at, "</details>", 10),
			      "Markdown has no tags but its own");
}

/* The plan, a comment, or the next test. */
static void check_ktap(const char *text)
{
	char *end;

	fuzz__require_shown(text);
	for (unsigned long next = 1; *text; text = end + 1) {
		end = strchr(text, '\n');
		fuzz__require(end, "the last line ends");
		if (!strncmp(text, "ok ", 3) || !strncmp(text, "not ok ", 7))
			fuzz__require(strtoul(strchr(text, 'k') + 2, NULL, 10) == next++,
				      "tests are numbered");
		else
			fuzz__require(text[0] == '#' || !strncmp(text, "1..", 3) ||
					      !strncmp(text, "KTAP version 1\n", 15),
				      "each line is of KTAP");
	}
}

/* Whether a cell is a formula: not if it is a number. */
static void check_cell(const char *cell)
{
	char *end;

	cell += *cell == '"';
	if (!*cell || !strchr("=+-@", *cell))
		return;
	strtod(cell, &end);
	fuzz__require(end > cell && strchr(",\n", *end), "a cell is no formula");
}

static void check_csv(const char *text)
{
	bool quoted = false;

	fuzz__require_shown(text);
	check_cell(text);
	for (; *text; text++) {
		if (*text == '"')
			quoted = !quoted;
		if (!quoted && strchr(",\n", *text))
			check_cell(text + 1);
	}
	fuzz__require(!quoted, "quotes end");
}

static char *begin(FILE **file)
{
	static char *text;
	static size_t size;

	if (!*file) {
		free(text);
		*file = open_memstream(&text, &size);
		return NULL;
	}
	fclose(*file);
	*file = NULL;
	return text;
}

static void compare(const struct run *old, const struct run *new_run, bool force)
{
	static struct comparison comparison;
	const struct comparison_names names = { "base", "new" };

	compare__make(old, new_run, threshold__default(old->unit), force, &comparison);
	for (const struct comparison_format *f = comparison_formats; f->name; f++) {
		FILE *file = NULL;
		char *text;

		begin(&file);
		f->print(&comparison, names, file);
		text = begin(&file);
		if (!strcmp(f->name, "markdown"))
			check_markdown(text);
		else if (!strcmp(f->name, "ktap"))
			check_ktap(text);
		else if (!strcmp(f->name, "csv"))
			check_csv(text);
		else
			fuzz__require_shown(text);
	}
}

static void print(const struct report_run *r)
{
	FILE *file = NULL;

	begin(&file);
	csv__write_summary(&r->run, &r->summary, true, file);
	csv__write_trials(&r->run, true, file);
	csv__write_histograms(&r->run, true, file);
	check_csv(begin(&file));
	begin(&file);
	terminal__print_run(&r->run, &r->summary, file);
	capabilities_print(&r->run, false, file);
	capabilities_print(&r->run, true, file);
	fuzz__require_shown(begin(&file));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_report report;
	char *text;

	fuzz__drop_log();
	if (!fuzz__report(data, size, &report))
		return 0;
	text = fuzz__text_of(markdown__write, &report.content);
	check_markdown(text);
	free(text);
	print(&report.runs[0]);
	if (report.content.n == 2)
		compare(&report.runs[1].run, &report.runs[0].run, data[0] & 4);
	fuzz__free_report(&report);
	return 0;
}
