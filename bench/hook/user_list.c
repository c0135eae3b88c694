// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_list.h"

#include <stdio.h>
#include <string.h>

bool user_list__next(const char **list, struct user_item *item)
{
	int length = (int)strcspn(*list, ","), name;
	const char *text = *list;

	if (!*text)
		return false;
	*list += length;
	*list += **list == ',';
	name = (int)strcspn(text, "=");
	item->has_value = name < length;
	if (!item->has_value)
		name = length;
	snprintf(item->name, sizeof(item->name), "%.*s", name, text);
	snprintf(item->value, sizeof(item->value), "%.*s", item->has_value ? length - name - 1 : 0,
		 text + name + item->has_value);
	return true;
}

const char *user_list__value(const char *list, const char *name, struct user_item *item)
{
	while (user_list__next(&list, item))
		if (!strcmp(item->name, name))
			return item->value;
	return NULL;
}

bool user_list__has(const char *list, const char *name)
{
	struct user_item item;

	return user_list__value(list, name, &item) != NULL;
}
