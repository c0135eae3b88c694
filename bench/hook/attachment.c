// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/attachment.h"

#include <stdio.h>

const struct hook_side side_entry = { .name = "entry", .runs_of_call = 1 };
const struct hook_side side_exit = { .name = "exit", .runs_of_call = 1, .sees_return = true };
const struct hook_side side_both = { .name = "both", .runs_of_call = 2, .sees_return = true };

void attachment__format_program(const struct attachment *a, const char *payload, char *text,
				size_t size)
{
	snprintf(text, size, "%s_%s", a->side->name, payload);
}
