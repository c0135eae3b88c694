// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/price_list.h"

#include <math.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/verdicts/comparable.h"

#define BASE "empty"

/* ---- the list ---- */

static const char *release_of(const struct run *run)
{
	const char *release =
		json_string_value(json_object_get(run->environment, "kernel_release"));

	return release ? release : "unknown";
}

static const struct priced_run *find_base(const struct priced_run *runs, size_t n,
					  const struct run *run)
{
	for (size_t i = 0; i < n; i++)
		if (runs[i].run && !strcmp(runs[i].run->plan.payload, BASE) &&
		    comparable__differ_in_payload_only(runs[i].run, run))
			return &runs[i];
	return NULL;
}

static size_t find_column(struct price_list *list, const char *kernel, const char *backend)
{
	size_t i = 0;

	while (i < list->n_columns && (strcmp(list->columns[i].kernel, kernel) != 0 ||
				       strcmp(list->columns[i].backend, backend) != 0))
		i++;
	if (i < list->n_columns || i == PRICE_COLUMNS)
		return i;
	snprintf(list->columns[i].kernel, sizeof(list->columns[i].kernel), "%s", kernel);
	snprintf(list->columns[i].backend, NAME_SIZE, "%s", backend);
	for (size_t row = 0; row < PRICE_ROWS; row++)
		list->prices[row][i] = NAN;
	return list->n_columns++;
}

static size_t find_row(struct price_list *list, const char *payload)
{
	size_t i = 0;

	while (i < list->n_rows && strcmp(list->payloads[i], payload) != 0)
		i++;
	if (i < list->n_rows || i == PRICE_ROWS)
		return i;
	snprintf(list->payloads[i], NAME_SIZE, "%s", payload);
	return list->n_rows++;
}

static void add_run(struct price_list *list, const struct priced_run *base,
		    const struct priced_run *priced)
{
	const struct summary *s = priced->summary;

	for (size_t i = 0; i < s->n; i++) {
		const struct summary_row *row = &s->rows[i];
		const struct summary_row *empty = summary__row(base->summary, row->backend);
		size_t column, line;

		if (row->reference || row->control || !empty || !isfinite(row->overhead) ||
		    plan__program(&priced->run->plan, row->backend, false) ||
		    plan__program(&priced->run->plan, row->backend, true))
			continue;
		column = find_column(list, release_of(priced->run), row->backend);
		line = find_row(list, priced->run->plan.payload);
		if (column < PRICE_COLUMNS && line < PRICE_ROWS)
			list->prices[line][column] = row->overhead - empty->overhead;
	}
}

void price_list__make(const struct priced_run *runs, size_t n, struct price_list *list)
{
	list->n_columns = list->n_rows = 0;
	for (size_t i = 0; i < n; i++) {
		const struct run *run = runs[i].run;
		const struct priced_run *base = run && strcmp(run->plan.payload, BASE) != 0
							? find_base(runs, n, run)
							: NULL;

		if (!base)
			continue;
		if (!list->n_rows)
			list->unit = run->unit;
		if (run->unit == list->unit)
			add_run(list, base, &runs[i]);
	}
}

/* ---- the tables ---- */

static bool has_one_kernel(const struct price_list *list)
{
	for (size_t i = 1; i < list->n_columns; i++)
		if (strcmp(list->columns[i].kernel, list->columns[0].kernel) != 0)
			return false;
	return true;
}

static void name_column(const struct price_list *list, size_t i, char *text, size_t size)
{
	if (has_one_kernel(list))
		snprintf(text, size, "%s", list->columns[i].backend);
	else
		snprintf(text, size, "%s, %s", list->columns[i].backend, list->columns[i].kernel);
}

static void format_price(const struct price_list *list, size_t row, size_t column, char *cell)
{
	format__grouped(cell, list->prices[row][column], false);
}

static void write_terminal(const struct price_list *list, FILE *file)
{
	char text[160], cell[CELL_SIZE];
	int width = (int)strlen("price");

	for (size_t i = 0; i < list->n_rows; i++)
		if ((int)strlen(list->payloads[i]) > width)
			width = (int)strlen(list->payloads[i]);
	print__terminal(file, "\n%-*s", width, "price");
	for (size_t i = 0; i < list->n_columns; i++) {
		name_column(list, i, text, sizeof(text));
		print__terminal(file, "  %7s", text);
	}
	fputc('\n', file);
	for (size_t row = 0; row < list->n_rows; row++) {
		print__terminal(file, "%-*s", width, list->payloads[row]);
		for (size_t i = 0; i < list->n_columns; i++) {
			name_column(list, i, text, sizeof(text));
			format_price(list, row, i, cell);
			print__terminal(file, "  %*s", strlen(text) > 7 ? (int)strlen(text) : 7,
					cell);
		}
		fputc('\n', file);
	}
	print__terminal(file, "price: overhead - overhead with the payload " BASE ".\n");
}

static void write_markdown(const struct price_list *list, FILE *file)
{
	char text[160], cell[CELL_SIZE];

	fputs("| price |", file);
	for (size_t i = 0; i < list->n_columns; i++) {
		name_column(list, i, text, sizeof(text));
		print__markdown(file, " %s |", text);
	}
	fputs("\n| --- |", file);
	for (size_t i = 0; i < list->n_columns; i++)
		fputs(" ---: |", file);
	fputc('\n', file);
	for (size_t row = 0; row < list->n_rows; row++) {
		print__markdown(file, "| %s |", list->payloads[row]);
		for (size_t i = 0; i < list->n_columns; i++) {
			format_price(list, row, i, cell);
			print__markdown(file, " %s |", cell);
		}
		fputc('\n', file);
	}
	print__markdown(file,
			"\nPrice of a payload: its overhead less that of " BASE
			", in %s per operation.\n\n",
			clock_unit__name(list->unit));
}

static void write_html(const struct price_list *list, FILE *file)
{
	char text[160], cell[CELL_SIZE];

	fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Prices\">\n<table>",
	      file);
	print__html(file,
		    "<caption>The price of a payload: its overhead less that of " BASE
		    ", in %s per operation</caption>\n<thead><tr><th scope=\"col\">price</th>",
		    clock_unit__name(list->unit));
	for (size_t i = 0; i < list->n_columns; i++) {
		name_column(list, i, text, sizeof(text));
		print__html(file, "<th scope=\"col\">%s</th>", text);
	}
	fputs("</tr></thead>\n<tbody>", file);
	for (size_t row = 0; row < list->n_rows; row++) {
		print__html(file, "<tr><th scope=\"row\">%s</th>", list->payloads[row]);
		for (size_t i = 0; i < list->n_columns; i++) {
			format_price(list, row, i, cell);
			print__html(file, "<td class=\"number\">%s</td>", cell);
		}
		fputs("</tr>\n", file);
	}
	fputs("</tbody></table></div>\n", file);
}

void price_list__write(const struct price_list *list, enum destination to, FILE *file)
{
	if (!list->n_rows)
		return;
	if (to == TO_MARKDOWN)
		write_markdown(list, file);
	else if (to == TO_HTML)
		write_html(list, file);
	else
		write_terminal(list, file);
}

void price_list__write_csv(const struct price_list *list, FILE *file)
{
	fputs("payload,kernel,backend,unit,price\n", file);
	for (size_t row = 0; row < list->n_rows; row++)
		for (size_t i = 0; i < list->n_columns; i++)
			if (isfinite(list->prices[row][i]))
				print__csv(file, "%s,%s,%s,%s,%.12g\n", list->payloads[row],
					   list->columns[i].kernel, list->columns[i].backend,
					   clock_unit__name(list->unit), list->prices[row][i]);
}
