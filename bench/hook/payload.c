// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/payload.h"

#include <stddef.h>
#include <string.h>

#define NEEDS_NAME "a file name that can be read at the hit"

const struct payload payloads[] = {
	{
		.name = "count",
		.help = "adds one to a per-CPU counter",
		.program = "count",
		.hits_of_call = 2,
		.output = OUTPUT_COUNT,
		.maps = { ".bss" },
	},
	{
		.name = "empty",
		.help = "returns at once",
		.program = "empty",
		.hits_of_call = 2,
	},
	{
		.name = "empty+1",
		.help = "as empty, with one machine instruction more: shows that a run can tell",
		.program = "empty_plus_one",
		.hits_of_call = 2,
	},
	{
		.name = "args",
		.help = "reads pid and file name, as a program of its type must",
		.program = "args",
		.hits_of_call = 1,
		.output = OUTPUT_ARGS,
		.needs_name = true,
		.needs = NEEDS_NAME,
		.maps = { ".bss", "args_of_cpu" },
	},
	{
		.name = "hash",
		.help = "adds one to a counter of the process, in a hash map",
		.program = "hash",
		.hits_of_call = 2,
		.output = OUTPUT_HASH,
		.maps = { "hits_of_pid", ".data.lost" },
	},
	{
		.name = "ringbuf",
		.help = "sends an event of pid, command, file name, result, through a ring buffer",
		.program = "ringbuf",
		.hits_of_call = 1,
		.output = OUTPUT_EVENTS,
		.varies = "names of a user's, and names that are kept in a map, are copied by "
			  "paths that hang on where they lie",
		.varies_for = NAME_OF_SYSTEM_CALL,
		.maps = { "events", "entry_names", ".data.lost" },
	},
	{
		.name = "printk",
		.help = "prints pid, file name, result to the trace pipe: the tutorial's line",
		.program = "printk",
		.hits_of_call = 2,
		.output = OUTPUT_LINES,
		.varies =
			"the trace buffer encodes the time since the line before, and turns pages",
	},
	{
		.name = "stack",
		.help = "takes the kernel's call stack, and its number from a map of stacks",
		.program = "stack",
		.hits_of_call = 2,
		.output = OUTPUT_STACKS,
		.varies = "unwinding looks programs up in a tree whose shape hangs on their "
			  "addresses",
		.maps = { ".bss", "stacks", ".data.lost" },
	},
	{
		.name = "duration",
		.help = "measures the time from entry to return, in a histogram",
		.program = "duration",
		.hits_of_call = 1,
		.output = OUTPUT_DURATIONS,
		.needs = "a hook at the entry and one at the return",
		.maps = { ".data.durations", "entry_times", ".data.lost" },
	},
	{ .name = NULL },
};

const struct payload *payload__find(const char *name)
{
	for (const struct payload *p = payloads; p->name; p++)
		if (!strcmp(p->name, name))
			return p;
	return NULL;
}

const struct payload *payload__with_output(enum output_id output)
{
	const struct payload *p = payloads;

	while (p->name && p->output != output)
		p++;
	return p->name ? p : NULL;
}
