// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/payload.h"

#include <stddef.h>
#include <string.h>

const struct payload payloads[] = {
	{ "count", "adds one to a per-CPU counter", PAYLOAD_COUNT, .counts = true },
	{ "empty", "returns at once", PAYLOAD_EMPTY, .counts = false },
	{ "empty+1", "as empty, with one machine instruction more: shows that a run can tell",
	  PAYLOAD_EMPTY_PLUS_ONE, .counts = false },
	{ .name = NULL },
};

const struct payload *payload__find(const char *name)
{
	for (const struct payload *p = payloads; p->name; p++)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}
