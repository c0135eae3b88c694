// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/columns.h"

#include <string.h>

void columns__write_header(const struct field *columns, FILE *file)
{
	for (const struct field *c = columns; c->key; c++)
		fprintf(file, "%s%s", c == columns ? "" : ",", c->key);
}

/*
 * A spreadsheet would read such a text as a formula, and some formulas start programs. An
 * apostrophe in front prevents that.
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

void columns__write_row(const struct field *columns, const void *row, FILE *file)
{
	for (const struct field *c = columns; c->key; c++) {
		json_t *value = fields__value(c, row);

		if (c != columns)
			fputc(',', file);
		write_value(value, file);
		json_decref(value);
	}
}
