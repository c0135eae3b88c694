// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/arms.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/hook/backends.h"
#include "bench/hook/user_hook.h"

const struct backend *arms__find(const struct arms *arms, const char *name)
{
	const struct backend *row = backend__find(name);

	for (size_t i = 0; !row && arms && name && i < arms->n; i++)
		if (!strcmp(arms->backends[i].name, name))
			return &arms->backends[i];
	return row;
}

int arms__add(struct arms *arms, const char *name, const void *bytes, size_t size,
	      const struct plan_settings *settings)
{
	struct user_object *object = &arms->objects[arms->n];

	if (arms->n == ARMS_MAX)
		return -E2BIG;
	if (arms__find(arms, name))
		return -EEXIST;
	*object = (struct user_object){ .bytes = bytes, .size = size, .settings = settings };
	snprintf(object->arm, sizeof(object->arm), "%s", name);
	arms->backends[arms->n++] = (struct backend){
		.name = object->arm,
		.help = "a user's program",
		.user = object,
		.life = &user_hook_life,
		.requires = requires_privileges,
	};
	return 0;
}
