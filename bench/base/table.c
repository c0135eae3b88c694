// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/table.h"

#include <stdio.h>
#include <string.h>

#include "bench/base/similar_names.h"

static const char *name_of(const void *row)
{
	return *(const char *const *)row;
}

const void *table__find(const void *table, size_t row_size, const char *name)
{
	for (const char *row = table; name_of(row); row += row_size)
		if (!strcmp(name_of(row), name))
			return row;
	return NULL;
}

void table__names(const void *table, size_t row_size, char *text, size_t size)
{
	text[0] = '\0';
	for (const char *row = table; name_of(row); row += row_size)
		snprintf(text + strlen(text), size - strlen(text), "%s%s", text[0] ? ", " : "",
			 name_of(row));
}

void table__near(const void *table, size_t row_size, const char *name, char *text, size_t size)
{
	struct similar_names near;

	similar_names__start(&near, name);
	for (const char *row = table; name_of(row); row += row_size)
		similar_names__offer(&near, name_of(row));
	similar_names__ask(&near, text, size);
}
