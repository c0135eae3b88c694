// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/variants_table.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/figures/company.h"
#include "report/figures/format.h"
#include "report/figures/hooked.h"
#include "report/verdicts/price_list.h"

#define GAP 2 /* between columns */

/* ---- what the formats share ---- */

static const struct run *first_run(const struct variants_table *p)
{
	size_t i = 0;

	while (!p->rows[i].run)
		i++;
	return p->rows[i].run;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "unknown";
}

/* The backends of all rows: those of a workload in user space are others. */
struct backend_columns {
	size_t n;
	const char *v[PLAN_MAX_BACKENDS];
};

static bool has_column(const struct backend_columns *columns, const char *backend)
{
	for (size_t i = 0; i < columns->n; i++)
		if (!strcmp(columns->v[i], backend))
			return true;
	return false;
}

static struct backend_columns columns_of(const struct variants_table *p)
{
	struct backend_columns columns = { .n = 0 };

	for (size_t i = 0; i < p->n; i++) {
		const struct plan *plan = p->rows[i].run ? &p->rows[i].run->plan : NULL;

		for (size_t k = 0; plan && k < plan->n_backends; k++)
			if (columns.n < PLAN_MAX_BACKENDS &&
			    !has_column(&columns, plan->backends[k]))
				columns.v[columns.n++] = plan->backends[k];
	}
	return columns;
}

/* The axes that vary are in the rows: in the heading they read as not given. */
static void format_common_company(const struct variants_table *p, char text[COMPANY_SIZE])
{
	struct plan plan = first_run(p)->plan;

	if (variants__varies(p->axes, AXIS_BESIDE))
		plan.beside[0] = '\0';
	if (variants__varies(p->axes, AXIS_ELSEWHERE))
		plan.elsewhere[0] = '\0';
	if (variants__varies(p->axes, AXIS_COPIES))
		plan.copies = 1;
	if (variants__varies(p->axes, AXIS_PID_FILTER))
		plan.pid_filter = false;
	company__format(&plan, text);
}

/* What all rows have in common. The axes that vary are in the rows. */
static void print_heading(const struct variants_table *p, enum destination to, FILE *file)
{
	const struct run *run = first_run(p);
	bool has_one_workload = !variants__varies(p->axes, AXIS_WORKLOAD);
	char cycles[CELL_SIZE], company[COMPANY_SIZE], hooked[HOOKED_SIZE];

	format__grouped(cycles, (double)run->plan.cycles, false);
	format_common_company(p, company);
	hooked__format(run, hooked);
	/* Each workload has a function of its own, unless --target names one. */
	if (has_one_workload || run->plan.target[0])
		print__to(file, to, "%s on ", hooked);
	print__to(file, to, "%s", text_of(run->environment, "kernel_release"));
	if (run->vm)
		print__to(file, to, " (VM, %s", text_of(run->vm, "accelerator"));
	if (run->vm && !variants__varies(p->axes, AXIS_CPU_MODEL))
		print__to(file, to, ", %s", text_of(run->vm, "cpu_model"));
	print__to(file, to, "%s; ", run->vm ? ")" : "");
	if (has_one_workload)
		print__to(file, to, "%s, ", run->plan.workload);
	if (!variants__varies(p->axes, AXIS_PAYLOAD))
		print__to(file, to, "payload %s, ", run->plan.payload);
	print__to(file, to, "%u round%s of %s cycle%s\n", run->plan.rounds,
		  number__s(run->plan.rounds), cycles, number__s(run->plan.cycles));
	if (company[0])
		print__to(file, to, "%s\n", company);
	print__to(file, to, "unit: %s per operation\n\n", format__unit(run));
}

/* The cost of the reference, or the overhead of the others with its interval. */
static void format_cell(char cell[CELL_SIZE], const struct product_row *row, const char *backend)
{
	const struct summary_row *s = row->run ? summary__row(row->summary, backend) : NULL;
	char interval[CELL_SIZE];
	bool is_cost = s && s->reference;

	format__grouped(cell, !s ? NAN : is_cost ? s->cost : s->overhead, s && !is_cost);
	if (!s || is_cost || !isfinite(s->low) || s->low == s->high)
		return;
	snprintf(interval, sizeof(interval), " [%.0f %.0f]", s->low, s->high);
	strncat(cell, interval, CELL_SIZE - strlen(cell) - 1);
}

static bool is_reference(const struct variants_table *p, const char *backend)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct summary_row *s =
			p->rows[i].run ? summary__row(p->rows[i].summary, backend) : NULL;

		if (s)
			return s->reference;
	}
	return false;
}

static bool is_invalid(const struct product_row *row)
{
	return row->run && row->summary->n_problems;
}

/* The notes below the table: each reason once, however many rows have it. */
static bool was_printed(const struct variants_table *p, size_t row, const struct capability *c)
{
	for (size_t i = 0; i < row; i++) {
		const struct run *run = p->rows[i].run;

		for (size_t k = 0; run && k < run->n_capabilities; k++)
			if (!run->capabilities[k].available &&
			    !strcmp(run->capabilities[k].backend, c->backend) &&
			    !strcmp(run->capabilities[k].reason, c->reason))
				return true;
	}
	return false;
}

/* Notes are a list in Markdown. */
static const char *prefix_of(enum destination to)
{
	return to == TO_MARKDOWN ? "- " : "";
}

static void print_skipped(const struct variants_table *p, enum destination to, FILE *file)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct run *run = p->rows[i].run;

		for (size_t k = 0; run && k < run->n_capabilities; k++) {
			const struct capability *c = &run->capabilities[k];

			if (!c->available && !was_printed(p, i, c))
				print__to(file, to, "%s%s skipped: %s\n", prefix_of(to), c->backend,
					  c->reason);
		}
	}
}

static void print_problems(const struct variants_table *p, enum destination to, FILE *file)
{
	char label[VARIANTS_NAME_SIZE];

	for (size_t i = 0; i < p->n; i++) {
		variants__label(p->axes, i, label);
		if (is_invalid(&p->rows[i]))
			print__to(file, to, "%s%s: INVALID, do not rely on these numbers: %s\n",
				  prefix_of(to), label, p->rows[i].summary->problems[0]);
		if (!p->rows[i].run)
			print__to(file, to, "%s%s: not measured: %s\n", prefix_of(to), label,
				  p->rows[i].reason ? p->rows[i].reason : "unknown");
	}
}

static void print_notes(const struct variants_table *p, enum destination to, FILE *file)
{
	print_skipped(p, to, file);
	print_problems(p, to, file);
}

/* ---- the table for the terminal ---- */

static int wider(int width, const char *text)
{
	return (int)strlen(text) > width ? (int)strlen(text) : width;
}

static int axis_width(const struct variants_table *p, enum axis_id axis)
{
	int width = wider(0, axis__name(axis));
	char label[AXIS_LABEL_SIZE];

	for (size_t i = 0; i < p->n; i++)
		width = wider(width, axis__label(axis, variants__value(p->axes, i, axis), label));
	return width;
}

static int backend_width(const struct variants_table *p, const char *backend)
{
	int width = wider(0, backend);
	char cell[CELL_SIZE];

	for (size_t i = 0; i < p->n; i++) {
		format_cell(cell, &p->rows[i], backend);
		width = wider(width, cell);
	}
	return width;
}

static void print_axes(const struct variants_table *p, const size_t *combination, FILE *file)
{
	char buffer[AXIS_LABEL_SIZE];

	for (enum axis_id i = 0; i < AXES; i++) {
		const char *text = axis__name(i);

		if (!variants__varies(p->axes, i))
			continue;
		if (combination)
			text = axis__label(i, variants__value(p->axes, *combination, i), buffer);
		print__terminal(file, "%-*s", axis_width(p, i) + GAP, text);
	}
}

static void print_table_row(const struct variants_table *p, size_t i, FILE *file)
{
	const struct backend_columns columns = columns_of(p);
	char cell[CELL_SIZE];

	print_axes(p, &i, file);
	if (!p->rows[i].run)
		fputs("not measured", file);
	for (size_t k = 0; p->rows[i].run && k < columns.n; k++) {
		format_cell(cell, &p->rows[i], columns.v[k]);
		print__terminal(file, "%*s", backend_width(p, columns.v[k]) + (k ? GAP : 0), cell);
	}
	print__terminal(file, "%s\n", is_invalid(&p->rows[i]) ? "  INVALID" : "");
}

/* Of runs that differ in the payload alone. */
static void print_prices(const struct variants_table *p, enum destination to, FILE *file)
{
	struct priced_run runs[VARIANTS_MAX_RUNS];
	struct price_list list;

	for (size_t i = 0; i < p->n; i++)
		runs[i] = (struct priced_run){ p->rows[i].run, p->rows[i].summary };
	if (!variants__varies(p->axes, AXIS_PAYLOAD) || p->n != p->axes->of[AXIS_PAYLOAD].n)
		return;
	price_list__make(runs, p->n, &list);
	price_list__write(&list, to, file);
}

static void print_table(const struct variants_table *p, FILE *file)
{
	const struct backend_columns columns = columns_of(p);

	print_heading(p, TO_TERMINAL, file);
	print_axes(p, NULL, file);
	for (size_t k = 0; k < columns.n; k++)
		print__terminal(file, "%*s", backend_width(p, columns.v[k]) + (k ? GAP : 0),
				columns.v[k]);
	fputc('\n', file);
	for (size_t i = 0; i < p->n; i++)
		print_table_row(p, i, file);
	print__terminal(file,
			"\n%s: cost. The others: overhead, cost - cost of %s within a round.\n",
			columns.v[0], columns.v[0]);
	print_notes(p, TO_TERMINAL, file);
	print_prices(p, TO_TERMINAL, file);
}

/* ---- markdown ---- */

static void print_markdown_head(const struct variants_table *p, FILE *file)
{
	const struct backend_columns columns = columns_of(p);

	fputc('|', file);
	for (enum axis_id i = 0; i < AXES; i++)
		if (variants__varies(p->axes, i))
			print__markdown(file, " %s |", axis__name(i));
	for (size_t k = 0; k < columns.n; k++)
		print__markdown(file, " %s%s |", columns.v[k],
				is_reference(p, columns.v[k]) ? " (cost)" : "");
	fputs("\n|", file);
	for (enum axis_id i = 0; i < AXES; i++)
		fputs(variants__varies(p->axes, i) ? " --- |" : "", file);
	for (size_t k = 0; k < columns.n; k++)
		fputs(" ---: |", file);
	fputc('\n', file);
}

static void print_markdown_row(const struct variants_table *p, size_t i, FILE *file)
{
	const struct backend_columns columns = columns_of(p);
	char cell[CELL_SIZE], label[AXIS_LABEL_SIZE];

	fputc('|', file);
	for (enum axis_id k = 0; k < AXES; k++) {
		if (!variants__varies(p->axes, k))
			continue;
		print__markdown(file, " %s |",
				axis__label(k, variants__value(p->axes, i, k), label));
	}
	for (size_t k = 0; k < columns.n; k++) {
		format_cell(cell, &p->rows[i], columns.v[k]);
		print__markdown(file, " %s |", cell[0] == '+' ? cell + 1 : cell);
	}
	fputc('\n', file);
}

static void print_markdown(const struct variants_table *p, FILE *file)
{
	print_heading(p, TO_MARKDOWN, file);
	print_markdown_head(p, file);
	for (size_t i = 0; i < p->n; i++)
		print_markdown_row(p, i, file);
	fputc('\n', file);
	print_notes(p, TO_MARKDOWN, file);
	print_prices(p, TO_MARKDOWN, file);
}

const struct product_format product_formats[] = {
	{ "table", print_table },
	{ "markdown", print_markdown },
	{ NULL, NULL },
};
