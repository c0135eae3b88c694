// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/columns.h"

#include "bench/base/print.h"

void columns__write_header(const struct field *columns, FILE *file)
{
	for (const struct field *c = columns; c->key; c++) {
		fputs(c == columns ? "" : ",", file);
		encode__write(file, TO_CSV, c->key);
	}
}

static void write_value(json_t *value, FILE *file)
{
	switch (json_typeof(value)) {
	case JSON_STRING: encode__write(file, TO_CSV, json_string_value(value)); break;
	case JSON_INTEGER: fprintf(file, "%" JSON_INTEGER_FORMAT, json_integer_value(value)); break;
	case JSON_REAL: fprintf(file, "%.10g", json_real_value(value)); break;
	case JSON_TRUE: fputs("true", file); break;
	case JSON_FALSE: fputs("false", file); break;
	default: break;
	}
}

void columns__write_unknown(const struct field *columns, FILE *file)
{
	for (const struct field *c = columns; c->key; c++)
		if (c != columns)
			fputc(',', file);
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
