// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/csv_table.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/input_file.h"
#include "bench/base/log.h"

#define MOST_BYTES (16u << 20)

/* Removes the quotes around a cell in place. What follows it, or NULL if they do not end. */
static char *take_quoted(char *cell)
{
	char *out = cell, *in = cell + 1;

	while (*in && (*in != '"' || in[1] == '"')) {
		in += *in == '"';
		*out++ = *in++;
	}
	if (!*in)
		return NULL;
	*out = '\0';
	return in + 1;
}

/* Ends the cell that begins at *text, and moves *text behind it. NULL if it does not end. */
static const char *take_cell(char **text, bool *more)
{
	char *cell = *text;
	char *end = *cell == '"' ? take_quoted(cell) : cell + strcspn(cell, ",");

	if (!end || (*end && *end != ','))
		return NULL;
	*more = *end == ',';
	*end = '\0';
	*text = end + *more;
	return cell;
}

/* False if the line has not as many cells as the table has columns. */
static bool take_line(struct csv_table *table, char *line)
{
	const char **cells = &table->cells[table->n_rows * table->n_columns];
	bool more = true;

	for (size_t i = 0; i < table->n_columns; i++) {
		cells[i] = more ? take_cell(&line, &more) : NULL;
		if (!cells[i])
			return false;
	}
	return !more;
}

static size_t count(const char *text, char wanted)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == wanted;
	return n;
}

static int take_lines(const char *path, char *rest, struct csv_table *table)
{
	char *line;

	while ((line = strsep(&rest, "\n")) && (rest || *line)) {
		if (!take_line(table, line))
			return log__fail(-EPROTO, "%s: line %zu has not %zu cells", path,
					 table->n_rows + 2, table->n_columns);
		table->n_rows++;
	}
	return 0;
}

int csv_table__read(const char *path, const char *columns, struct csv_table *table)
{
	void *bytes = NULL;
	size_t size = 0;
	char *rest, *first;
	int err;

	*table = (struct csv_table){ .n_columns = count(columns, ',') + 1 };
	err = input_file__read(path, "a CSV file", MOST_BYTES, &bytes, &size);
	if (err)
		return err;
	table->text = bytes;
	rest = bytes;
	first = strsep(&rest, "\n");
	if (strlen(first) + (rest ? strlen(rest) + 1 : 0) != size || strcmp(first, columns) != 0)
		return log__fail(-EPROTO, "%s: its first line is not %s", path, columns);
	table->cells = calloc((rest ? count(rest, '\n') : 0) + 1,
			      table->n_columns * sizeof(*table->cells));
	if (!table->cells)
		return log__out_of_memory();
	return rest ? take_lines(path, rest, table) : 0;
}

void csv_table__free(struct csv_table *table)
{
	free(table->cells);
	free(table->text);
	*table = (struct csv_table){ NULL, 0, 0, NULL };
}

const char *csv_table__cell(const struct csv_table *table, size_t row, size_t column)
{
	return table->cells[row * table->n_columns + column];
}
