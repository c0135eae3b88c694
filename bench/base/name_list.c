// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/name_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void name_list__add(struct name_list *list, const char *format, ...)
{
	char name[sizeof(list->names[0])];
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);
	for (size_t i = 0; i < list->n && i < NAME_LIST_SHOWN; i++)
		if (!strcmp(list->names[i], name))
			return;
	if (list->n < NAME_LIST_SHOWN)
		memcpy(list->names[list->n], name, sizeof(name));
	list->n++;
}

void name_list__format(const struct name_list *list, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < list->n && i < NAME_LIST_SHOWN && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s", i ? ", " : "",
					   list->names[i]);
	if (list->n > NAME_LIST_SHOWN && length < size)
		snprintf(text + length, size - length, " and %zu more", list->n - NAME_LIST_SHOWN);
}
