// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/attach_cost_print.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/attach_figures.h"
#include "report/figures/format.h"
#include "report/tables/terminal_text.h"

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "unknown";
}

static bool is_exact(const struct attach_cost *cost)
{
	return cost->unit == CLOCK_INSTRUCTIONS;
}

/* ---- table ---- */

static void print_heading(const struct attach_cost *cost, FILE *file)
{
	print__terminal(file, "Attaching on %s", text_of(cost->environment, "kernel_release"));
	if (cost->vm)
		print__terminal(file, " (VM, %s, %s)", text_of(cost->vm, "accelerator"),
				text_of(cost->vm, "cpu_model"));
	print__terminal(
		file, "\n\n%-16s %9s %40s %29s\n%-16s %9s %12s %13s %13s %9s %9s %9s\n", "", "",
		is_exact(cost) ? "instructions of the caller" : "processor time of the caller, ns",
		"ms until it returns", "backend", "functions", "load", "attach", "detach", "load",
		"attach", "detach");
}

static void format_functions(char cell[CELL_SIZE], uint64_t functions)
{
	if (!functions)
		snprintf(cell, CELL_SIZE, "all");
	else
		format__grouped(cell, (double)functions, false);
}

static void print_row(const struct attach_row *row, FILE *file)
{
	static const int widths[] = { 12, 13, 13 };
	char cell[CELL_SIZE];

	format_functions(cell, row->functions);
	print__terminal(file, "%-16s %9s", row->backend, cell);
	if (row->reason[0]) {
		print__terminal(file, " refused: %s\n", row->reason);
		return;
	}
	for (size_t f = ATTACH_LOAD; f <= ATTACH_DETACH; f++) {
		format__grouped(cell, row->figures[f].median, false);
		print__terminal(file, " %*s", widths[f], cell);
	}
	for (size_t f = ATTACH_LOAD_NS; f <= ATTACH_DETACH_NS; f++) {
		format__ms(cell, row->figures[f].median);
		print__terminal(file, " %9s", cell);
	}
	if (attach_row__spread(row) > 0)
		print__terminal(file, " %6.2f %%", attach_row__spread(row));
	fputc('\n', file);
}

/* How much of the time until the calls return is none of the thread's own, in per cent; NAN: none.
 */
static double waited(const struct attach_rows *rows, int own, int whole)
{
	double own_ns = 0, ns = 0;

	for (size_t i = 0; i < rows->n; i++)
		if (!rows->v[i].reason[0]) {
			own_ns += rows->v[i].figures[own].median;
			ns += rows->v[i].figures[whole].median;
		}
	return ns > own_ns ? 100 * (ns - own_ns) / ns : NAN;
}

static void print_waiting(const struct attach_cost *cost, const struct attach_rows *rows,
			  FILE *file)
{
	double attach = waited(rows, ATTACH_ATTACH, ATTACH_ATTACH_NS),
	       detach = waited(rows, ATTACH_DETACH, ATTACH_DETACH_NS);

	terminal_text__note(
		file,
		"Programs of two instructions, loaded and attached by system calls alone. What the caller waits for, mostly grace periods of RCU, is in the milliseconds%s, not in %s.",
		cost->vm ? " of the VM's clock" : "",
		is_exact(cost) ? "the instructions" : "its processor time");
	if (!is_exact(cost) && isfinite(attach) && isfinite(detach))
		terminal_text__note(file,
				    "Waiting is %.0f %% of attaching, and %.0f %% of detaching.",
				    attach, detach);
}

static void print_notes(const struct attach_cost *cost, const struct attach_rows *rows, FILE *file)
{
	size_t repeats = 0;
	double spread = 0;

	for (size_t i = 0; i < rows->n; i++) {
		repeats = rows->v[i].repeats > repeats ? rows->v[i].repeats : repeats;
		spread = fmax(spread, attach_row__spread(&rows->v[i]));
	}
	fputc('\n', file);
	print_waiting(cost, rows, file);
	if (spread > 0)
		terminal_text__note(
			file,
			"Medians of %zu repeats. The last column is how far %s vary, from the least to the most.",
			repeats, is_exact(cost) ? "instructions" : "processor times");
	else if (repeats > 1)
		terminal_text__note(file, "All %zu repeats are the same.", repeats);
}

static void print_table(const struct attach_cost *cost, FILE *file)
{
	struct attach_rows rows;

	if (attach_rows__make(cost, &rows))
		return;
	print_heading(cost, file);
	for (size_t i = 0; i < rows.n; i++)
		print_row(&rows.v[i], file);
	print_notes(cost, &rows, file);
	attach_rows__free(&rows);
}

/* ---- JSON, CSV ---- */

void attach_cost__print_json(const struct attach_cost *cost, FILE *file)
{
	json_t *json = attach_cost__to_json(cost);

	print__json(file, json, JSON_INDENT(1));
	fputc('\n', file);
	json_decref(json);
}

static void print_value(json_t *value, FILE *file)
{
	if (json_is_string(value))
		print__csv(file, ",%s", json_string_value(value));
	else if (json_is_integer(value))
		fprintf(file, ",%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else
		fputc(',', file);
	json_decref(value);
}

void attach_cost__print_csv(const struct attach_cost *cost, FILE *file)
{
	fputs("kernel,unit", file);
	for (const struct field *f = attach_trial_fields; f->key; f++)
		print__csv(file, strcmp(f->unit, "clock") != 0 ? ",%s" : ",%s_in_unit", f->key);
	fputc('\n', file);
	for (size_t i = 0; i < cost->n; i++) {
		print__csv(file, "%s,%s", text_of(cost->environment, "kernel_release"),
			   clock_unit__name(cost->unit));
		for (const struct field *f = attach_trial_fields; f->key; f++)
			print_value(fields__value(f, &cost->trials[i]), file);
		fputc('\n', file);
	}
}

const struct attach_cost_format attach_cost_formats[] = {
	{ "table", print_table },
	{ "json", attach_cost__print_json },
	{ "csv", attach_cost__print_csv },
	{ NULL, NULL },
};
