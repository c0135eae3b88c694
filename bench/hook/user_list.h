/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comma lists as users type them: NAME,... or NAME=VALUE,... */
#ifndef HOOKBENCH_BENCH_HOOK_USER_LIST_H
#define HOOKBENCH_BENCH_HOOK_USER_LIST_H

#include <stdbool.h>

struct user_item {
	char name[256];
	char value[256]; /* what is after the first "="; "" if there is none */
	bool has_value;
};

/* Takes the next item off the list, cut to its size. False at the end. */
bool user_list__next(const char **list, struct user_item *item);
/* Whether an item has that name. */
bool user_list__has(const char *list, const char *name);
/* The value of the item of that name, in `item`; or NULL. */
const char *user_list__value(const char *list, const char *name, struct user_item *item);

#endif
