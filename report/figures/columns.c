// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/columns.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "bench/base/json_value.h"

static json_t *column__value(const struct column *column, const void *row)
{
	const void *member = (const char *)row + column->offset;

	switch (column->type) {
	case COLUMN_TEXT: return json_value__text(member);
	case COLUMN_BOOL: return json_boolean(*(const bool *)member);
	case COLUMN_UINT: return json_integer(*(const unsigned int *)member);
	case COLUMN_UINT64: return json_integer((json_int_t) * (const uint64_t *)member);
	case COLUMN_COUNT: return json_value__count(*(const int64_t *)member);
	case COLUMN_NUMBER: return json_value__number(*(const double *)member);
	}
	return json_null();
}

json_t *columns__to_json(const struct column *columns, const void *row)
{
	json_t *object = json_object();

	for (; columns->name; columns++)
		json_object_set_new(object, columns->name, column__value(columns, row));
	return object;
}

void columns__write_header(const struct column *columns, FILE *file)
{
	for (const struct column *c = columns; c->name; c++)
		fprintf(file, "%s%s", c == columns ? "" : ",", c->name);
}

/*
 * A spreadsheet would take such a text for a formula, and some formulas start programs: then it
 * begins with an apostrophe.
 */
static const char *guard_of(const char *text)
{
	return text[0] && strchr("=+-@", text[0]) ? "'" : "";
}

static void write_text(const char *text, FILE *file)
{
	if (!strpbrk(text, "\",\r\n")) {
		fprintf(file, "%s%s", guard_of(text), text);
		return;
	}
	fprintf(file, "\"%s", guard_of(text));
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', file);
		fputc(*text, file);
	}
	fputc('"', file);
}

static void write_value(json_t *value, FILE *file)
{
	switch (json_typeof(value)) {
	case JSON_STRING: write_text(json_string_value(value), file); break;
	case JSON_INTEGER: fprintf(file, "%" JSON_INTEGER_FORMAT, json_integer_value(value)); break;
	case JSON_REAL: fprintf(file, "%.10g", json_real_value(value)); break;
	case JSON_TRUE: fputs("true", file); break;
	case JSON_FALSE: fputs("false", file); break;
	default: break;
	}
}

void columns__write_row(const struct column *columns, const void *row, FILE *file)
{
	for (const struct column *c = columns; c->name; c++) {
		json_t *value = column__value(c, row);

		if (c != columns)
			fputc(',', file);
		write_value(value, file);
		json_decref(value);
	}
}
