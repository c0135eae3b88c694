// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/drivers_matrix_print.h"

#include <inttypes.h>
#include <string.h>

#include "bench/base/print.h"

/* ---- what the formats share ---- */

/* Of all kernels: a backend that is not on one may be on another. */
struct backends {
	size_t n;
	const struct driven *v[2 * PLAN_MAX_BACKENDS];
};

static void find_backends(const struct matrix *m, const struct drivers *drivers,
			  struct backends *backends)
{
	backends->n = 0;
	for (size_t i = 0; i < m->n; i++)
		for (size_t j = 0; j < drivers[i].n; j++) {
			const struct driven *d = &drivers[i].v[j];
			bool is_known = false;

			for (size_t k = 0; k < backends->n; k++)
				is_known |= !strcmp(backends->v[k]->backend, d->backend);
			if (!is_known && backends->n < 2 * PLAN_MAX_BACKENDS)
				backends->v[backends->n++] = d;
		}
}

/* A driver that no operation has anywhere is left out. */
static bool is_there(const struct matrix *m, const struct drivers *drivers, enum driver_id driver)
{
	for (size_t i = 0; i < m->n; i++)
		for (size_t j = 0; j < drivers[i].n; j++)
			if (drivers[i].v[j].of[driver].none || drivers[i].v[j].of[driver].hook)
				return true;
	return false;
}

/* "+3", "7" for `none`, or "" if it was not measured. */
static void format_cell(const struct drivers *drivers, const struct driven *column,
			enum driver_id driver, char *text, size_t size)
{
	const struct driven *d = drivers__find(drivers, column->backend);

	text[0] = '\0';
	if (d)
		snprintf(text, size, d->reference ? "%" PRId64 : "%+" PRId64,
			 driven_pair__difference(&d->of[driver]));
}

/* ---- table ---- */

static int width_of(const struct driven *column)
{
	return strlen(column->backend) > 9 ? (int)strlen(column->backend) : 9;
}

static int label_width(const struct matrix *m)
{
	size_t width = 15;

	for (size_t i = 0; i < m->n; i++)
		width = strlen(m->rows[i].label) > width ? strlen(m->rows[i].label) : width;
	return (int)width;
}

static void print_table_of(const struct matrix *m, const struct drivers *drivers,
			   const struct backends *b, enum driver_id driver, FILE *file)
{
	char cell[32];

	print__terminal(file, "\n%-*s", label_width(m), driver_table[driver].key);
	for (size_t k = 0; k < b->n; k++)
		print__terminal(file, " %*s", width_of(b->v[k]), b->v[k]->backend);
	fputc('\n', file);
	for (size_t i = 0; i < m->n; i++) {
		print__terminal(file, "%-*s", label_width(m), m->rows[i].label);
		for (size_t k = 0; k < b->n; k++) {
			format_cell(&drivers[i], b->v[k], driver, cell, sizeof(cell));
			print__terminal(file, " %*s", width_of(b->v[k]), cell[0] ? cell : "-");
		}
		fputc('\n', file);
	}
}

/* Each driver that some backend has, by `print_of`. */
static void print_each(const struct matrix *m, const struct drivers *drivers,
		       void (*print_of)(const struct matrix *, const struct drivers *,
					const struct backends *, enum driver_id, FILE *),
		       FILE *file)
{
	struct backends b;

	find_backends(m, drivers, &b);
	fprintf(file,
		"\nWhat makes the instructions dear, per operation: those of none, and what each other adds.\n");
	for (int i = 0; i < N_DRIVERS; i++)
		if (is_there(m, drivers, (enum driver_id)i))
			print_of(m, drivers, &b, (enum driver_id)i, file);
}

static void print_table(const struct matrix *m, const struct drivers *drivers, FILE *file)
{
	print_each(m, drivers, print_table_of, file);
}

/* ---- Markdown ---- */

static void print_markdown_of(const struct matrix *m, const struct drivers *drivers,
			      const struct backends *b, enum driver_id driver, FILE *file)
{
	char cell[32];

	print__markdown(file, "\n| %s |", driver_table[driver].key);
	for (size_t k = 0; k < b->n; k++)
		print__markdown(file, " %s |", b->v[k]->backend);
	fputs("\n| --- |", file);
	for (size_t k = 0; k < b->n; k++)
		fputs(" ---: |", file);
	fputc('\n', file);
	for (size_t i = 0; i < m->n; i++) {
		print__markdown(file, "| %s |", m->rows[i].label);
		for (size_t k = 0; k < b->n; k++) {
			format_cell(&drivers[i], b->v[k], driver, cell, sizeof(cell));
			print__markdown(file, " %s |", cell);
		}
		fputc('\n', file);
	}
}

static void print_markdown(const struct matrix *m, const struct drivers *drivers, FILE *file)
{
	print_each(m, drivers, print_markdown_of, file);
}

/* ---- CSV ---- */

static void print_csv(const struct matrix *m, const struct drivers *drivers, FILE *file)
{
	fprintf(file, "kernel,backend,driver,none,hook,difference\n");
	for (size_t i = 0; i < m->n; i++)
		for (size_t j = 0; j < drivers[i].n; j++)
			for (int k = 0; k < N_DRIVERS; k++) {
				const struct driven *d = &drivers[i].v[j];

				print__csv(file, "%s,%s,%s,%" PRId64 ",%" PRId64 ",%" PRId64 "\n",
					   m->rows[i].label, d->backend, driver_table[k].key,
					   d->of[k].none, d->of[k].hook,
					   driven_pair__difference(&d->of[k]));
			}
}

const struct drivers_matrix_format drivers_matrix_formats[] = {
	{ "table", print_table, false },
	{ "markdown", print_markdown, false },
	{ "csv", print_csv, true },
	{ NULL, NULL, false },
};
