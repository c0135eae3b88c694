// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/matrix_print.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/figures/columns.h"
#include "report/figures/company.h"
#include "report/figures/format.h"
#include "report/figures/hooked.h"
#include "report/tables/matrix_changes.h"
#include "report/tables/matrix_skipped.h"
#include "report/tables/terminal_text.h"

/* ---- what the formats share ---- */

/* The cost of the reference, or the overhead of another backend; NAN if not measured. */
static double value_of(const struct matrix_row *row, const char *backend)
{
	const struct summary_row *s = summary__row(&row->summary, backend);

	if (!s)
		return NAN;
	return s->reference ? s->cost : s->overhead;
}

static double difference_of(const struct matrix_row *row, const char *backend)
{
	const struct comparison_row *c = row->before ? compare__row(&row->change, backend) : NULL;

	return c ? c->difference : NAN;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "unknown";
}

/* Each function that some kernel hooked: it may have another name on the next. */
static void print_hooked(const struct matrix *m, enum destination to, FILE *file)
{
	char hooked[HOOKED_SIZE], other[HOOKED_SIZE];

	for (size_t i = 0; i < m->n; i++) {
		bool is_new = m->rows[i].run;

		if (is_new)
			hooked__format(m->rows[i].run, hooked);
		for (size_t j = 0; j < i && is_new; j++) {
			if (!m->rows[j].run)
				continue;
			hooked__format(m->rows[j].run, other);
			is_new = strcmp(hooked, other) != 0;
		}
		if (is_new)
			print__to(file, to, "%s%s", m->rows[i].run == m->first ? "" : ", ", hooked);
	}
	fputs("; ", file);
}

static void print_heading(const struct matrix *m, enum destination to, FILE *file)
{
	const struct run *run = m->first;
	char cycles[CELL_SIZE], company[COMPANY_SIZE];

	format__grouped(cycles, (double)run->plan.cycles, false);
	company__format(&run->plan, company);
	fputs(m->is_further ? "\n" : "", file);
	if (m->label[0])
		print__to(file, to, to == TO_MARKDOWN ? "### %s\n\n" : "%s\n", m->label);
	print_hooked(m, to, file);
	print__to(file, to, "%s, payload %s, %u round%s of %s cycle%s (VM, %s, %s)\n",
		  run->plan.workload, run->plan.payload, run->plan.rounds,
		  number__s(run->plan.rounds), cycles, number__s(run->plan.cycles),
		  text_of(run->vm, "accelerator"), text_of(run->vm, "cpu_model"));
	if (company[0])
		print__to(file, to, "%s\n", company);
	print__to(file, to, "unit: %s%s per operation\n\n",
		  run->unit == CLOCK_NANOSECONDS && run__is_emulated(run) ? "emulated " : "",
		  clock_unit__name(run->unit));
}

static bool has_running(const struct matrix *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i].is_running)
			return true;
	return false;
}

/* ---- table ---- */

#define VALUE_WIDTH 6 /* the difference takes the same width again */

static int label_width(const struct matrix *m)
{
	size_t width = strlen("last - first");

	for (size_t i = 0; i < m->n; i++)
		width = strlen(m->rows[i].label) + 1 > width ? strlen(m->rows[i].label) + 1 : width;
	return (int)width;
}

/*
 * A value, with its difference from the kernel before if there is one; for `none`, the value alone.
 */
static void print_cell(const struct matrix *m, const struct matrix_row *row, size_t backend,
		       FILE *file)
{
	const char *name = m->first->plan.backends[backend];
	char value[CELL_SIZE], difference[CELL_SIZE] = "";

	format__grouped(value, value_of(row, name), false);
	if (row->before)
		format__grouped(difference, difference_of(row, name), true);
	if (!backend)
		print__terminal(file, " %*s", VALUE_WIDTH, value);
	else
		print__terminal(file, " %*s%*s", VALUE_WIDTH, value, VALUE_WIDTH, difference);
}

/* The backends that stand side by side: as many as the terminal has room for. */
struct block {
	size_t from, to;
	int label_width;
};

static int cell_width(size_t backend)
{
	return backend ? 1 + 2 * VALUE_WIDTH : 1 + VALUE_WIDTH;
}

/* The next block; false if there is none. One backend has room everywhere. */
static bool block__next(struct block *b, size_t n, int width)
{
	int used = b->label_width;

	b->from = b->to;
	for (; b->to < n && (b->to == b->from || used + cell_width(b->to) <= width); b->to++)
		used += cell_width(b->to);
	return b->from < b->to;
}

static void print_row(const struct matrix *m, const struct matrix_row *row, const struct block *b,
		      FILE *file)
{
	char label[sizeof(row->label) + 1];

	snprintf(label, sizeof(label), "%s%s", row->label, row->is_running ? "*" : "");
	print__terminal(file, "%-*s", b->label_width, label);
	if (!row->run)
		print__terminal(file, "  %s", row->reason);
	for (size_t i = b->from; row->run && i < b->to; i++)
		print_cell(m, row, i, file);
	fputc('\n', file);
}

static void print_overall_row(const struct matrix *m, const struct block *b, FILE *file)
{
	print__terminal(file, "%-*s", b->label_width, "last - first");
	for (size_t i = b->from; i < b->to; i++) {
		const struct comparison_row *row =
			compare__row(&m->overall, m->first->plan.backends[i]);
		char difference[CELL_SIZE];

		format__grouped(difference, row ? row->difference : NAN, true);
		print__terminal(file, " %*s", cell_width(i) - 1, difference);
	}
	fputc('\n', file);
}

static void print_block(const struct matrix *m, const struct block *b, FILE *file)
{
	print__terminal(file, "%-*s", b->label_width, "kernel");
	for (size_t i = b->from; i < b->to; i++)
		print__terminal(file, " %*s", cell_width(i) - 1, m->first->plan.backends[i]);
	fputc('\n', file);
	for (size_t i = 0; i < m->n; i++)
		print_row(m, &m->rows[i], b, file);
	if (m->has_overall)
		print_overall_row(m, b, file);
	fputc('\n', file);
}

static void print_table(const struct matrix *m, FILE *file)
{
	const struct plan *plan = &m->first->plan;
	struct block block = { .label_width = label_width(m) };
	/* What is no terminal may be read by a program, line by line. */
	int width = terminal_text__is_one(file) ? terminal_text__width(file) : INT_MAX;

	print_heading(m, TO_TERMINAL, file);
	while (block__next(&block, plan->n_backends, width))
		print_block(m, &block, file);
	terminal_text__note(
		file, "%s: cost. The others: overhead, with the difference from the kernel before.",
		plan->backends[0]);
	if (has_running(m))
		fputs("*: the running kernel.\n", file);
	fputc('\n', file);
	matrix_skipped__print(m, TO_TERMINAL, file);
	matrix_changes__print(m, TO_TERMINAL, file);
}

/* ---- markdown ---- */

static void print_markdown_cell(const struct matrix_row *row, const char *backend, FILE *file)
{
	double change = difference_of(row, backend);
	char value[CELL_SIZE], difference[CELL_SIZE];

	format__grouped(value, value_of(row, backend), false);
	format__grouped(difference, change, true);
	if (isfinite(change) && strcmp(difference, "0") != 0)
		print__markdown(file, " %s (%s) |", value, difference);
	else
		print__markdown(file, " %s |", value);
}

static void print_markdown(const struct matrix *m, FILE *file)
{
	const struct plan *plan = &m->first->plan;

	print_heading(m, TO_MARKDOWN, file);
	fputs("| kernel |", file);
	for (size_t i = 0; i < plan->n_backends; i++)
		print__markdown(file, " %s%s |", plan->backends[i], i ? "" : " (cost)");
	fputs("\n| --- |", file);
	for (size_t i = 0; i < plan->n_backends; i++)
		fputs(" ---: |", file);
	fputc('\n', file);
	for (size_t i = 0; i < m->n; i++) {
		const struct matrix_row *row = &m->rows[i];

		print__markdown(file, "| %s%s |", row->label, row->is_running ? " (running)" : "");
		if (!row->run)
			print__markdown(file, " %s |", row->reason);
		for (size_t j = 0; row->run && j < plan->n_backends; j++)
			print_markdown_cell(row, plan->backends[j], file);
		fputc('\n', file);
	}
	fputc('\n', file);
	matrix_skipped__print(m, TO_MARKDOWN, file);
	matrix_changes__print(m, TO_MARKDOWN, file);
}

/* ---- csv ---- */

struct line {
	char name[128];
	char kernel[128];
	char backend[NAME_SIZE];
	bool reference;
	char unit[NAME_SIZE];
	double cost, overhead, low, high, difference;
	char verdict[NAME_SIZE];
	char note[512];
	/* Other properties in which the runs may differ. */
	char workload[NAME_SIZE], payload[NAME_SIZE];
	char cpu_model[128], append[512]; /* of the VM */
	int64_t threads;
	const struct plan *plan; /* NULL of a kernel that was not measured */
};

const struct field matrix_columns[] = {
	FIELD(line, name, "name", text_or_null, ""),
	FIELD(line, kernel, "kernel", text_or_null, ""),
	FIELD(line, backend, "backend", text_or_null, ""),
	FIELD(line, reference, "reference", boolean, ""),
	FIELD(line, unit, "unit", text_or_null, ""),
	FIELD(line, cost, "cost_in_unit", difference, "clock"),
	FIELD(line, overhead, "overhead_in_unit", difference, "clock"),
	FIELD(line, low, "overhead_low_in_unit", difference, "clock"),
	FIELD(line, high, "overhead_high_in_unit", difference, "clock"),
	FIELD(line, difference, "difference_in_unit", difference, "clock"),
	FIELD(line, verdict, "verdict", text_or_null, ""),
	FIELD(line, note, "note", text_or_null, ""),
	FIELD(line, workload, "workload", text_or_null, ""),
	FIELD(line, payload, "payload", text_or_null, ""),
	FIELD(line, cpu_model, "cpu_model", text_or_null, ""),
	FIELD(line, append, "append", text_or_null, ""),
	FIELD(line, threads, "threads", count, "threads"),
	{ .key = NULL },
};

static void fill_axes(struct line *line, const struct run *run)
{
	const char *cpu_model = json_string_value(json_object_get(run->vm, "cpu_model"));
	const char *append = json_string_value(json_object_get(run->vm, "append"));

	snprintf(line->workload, sizeof(line->workload), "%s", run->plan.workload);
	snprintf(line->payload, sizeof(line->payload), "%s", run->plan.payload);
	snprintf(line->cpu_model, sizeof(line->cpu_model), "%s", cpu_model ? cpu_model : "");
	snprintf(line->append, sizeof(line->append), "%s", append ? append : "");
	line->threads = run->plan.threads;
	line->plan = &run->plan;
}

static const char *note_of(const struct matrix_row *row, const char *backend,
			   const struct comparison_row *change)
{
	const char *reason = row->run ? matrix_skipped__reason(row, backend) : row->reason;

	if (reason)
		return reason;
	return change ? change->note : "";
}

static void fill_line(struct line *line, const struct matrix *m, const struct matrix_row *row,
		      size_t backend)
{
	const char *name = m->first->plan.backends[backend];
	const struct summary_row *s = summary__row(&row->summary, name);
	const struct comparison_row *c = row->before ? compare__row(&row->change, name) : NULL;

	*line = (struct line){ .reference = !backend,
			       .threads = COUNT_UNKNOWN,
			       .cost = s ? s->cost : NAN,
			       .overhead = s ? s->overhead : NAN,
			       .low = s ? s->low : NAN,
			       .high = s ? s->high : NAN,
			       .difference = difference_of(row, name) };
	snprintf(line->kernel, sizeof(line->kernel), "%s",
		 row->run ? text_of(row->run->environment, "kernel_release") : "");
	if (row->run)
		fill_axes(line, row->run);
	snprintf(line->name, sizeof(line->name), "%s", row->name);
	snprintf(line->backend, sizeof(line->backend), "%s", name);
	snprintf(line->unit, sizeof(line->unit), "%s", clock_unit__name(m->first->unit));
	snprintf(line->verdict, sizeof(line->verdict), "%s", c ? c->verdict_name : "");
	snprintf(line->note, sizeof(line->note), "%s", note_of(row, name, c));
}

static void write_line(const struct line *line, FILE *file)
{
	columns__write_row(matrix_columns, line, file);
	fputc(',', file);
	if (line->plan)
		columns__write_row(company_columns, line->plan, file);
	else
		columns__write_unknown(company_columns, file);
	fputc('\n', file);
}

static void print_csv(const struct matrix *m, FILE *file)
{
	struct line line;

	if (!m->is_further) {
		columns__write_header(matrix_columns, file);
		fputc(',', file);
		columns__write_header(company_columns, file);
		fputc('\n', file);
	}
	for (size_t i = 0; i < m->n; i++)
		for (size_t j = 0; j < m->first->plan.n_backends; j++) {
			fill_line(&line, m, &m->rows[i], j);
			write_line(&line, file);
		}
}

const struct matrix_format matrix_formats[] = {
	{ "table", print_table },
	{ "markdown", print_markdown },
	{ "csv", print_csv },
	{ NULL, NULL },
};
