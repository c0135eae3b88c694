// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/payload.h"

#include <stddef.h>
#include <string.h>

#define NEEDS_NAME "a file name that can be read at the hit"

const struct payload payloads[] = {
	{
		.name = "count",
		.help = "increments a per-CPU counter",
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
		.help = "like empty, plus one machine instruction, which a run must detect",
		.program = "empty_plus_one",
		.hits_of_call = 2,
	},
	{
		.name = "args",
		.help = "reads pid and file name, in the way that its program type requires",
		.program = "args",
		.hits_of_call = 1,
		.output = OUTPUT_ARGS,
		.needs_name = true,
		.needs = NEEDS_NAME,
		.maps = { ".bss", "args_of_cpu" },
	},
	{
		.name = "hash",
		.help = "increments a counter of the process in a hash map",
		.program = "hash",
		.hits_of_call = 2,
		.output = OUTPUT_HASH,
		.maps = { "hits_of_pid", ".data.lost" },
	},
	{
		.name = "ringbuf",
		.help = "sends an event with pid, command, file name and result through a ring buffer",
		.program = "ringbuf",
		.hits_of_call = 1,
		.output = OUTPUT_EVENTS,
		.varies =
			"user-space names, and names kept in a map, are copied along paths that depend on where the name is stored",
		.varies_for = NAME_OF_SYSTEM_CALL,
		.maps = { "events", "entry_names", ".data.lost" },
	},
	{
		.name = "printk",
		.help = "prints pid, file name and result to the trace pipe, like the tutorial",
		.program = "printk",
		.hits_of_call = 2,
		.output = OUTPUT_LINES,
		.varies =
			"the trace buffer encodes the time since the previous line, and switches pages",
	},
	{
		.name = "stack",
		.help = "stores the kernel's call stack in a stack map, and gets its ID",
		.program = "stack",
		.hits_of_call = 2,
		.output = OUTPUT_STACKS,
		.varies =
			"unwinding looks up programs in a tree whose shape depends on their addresses",
		.maps = { ".bss", "stacks", ".data.lost" },
	},
	{
		.name = "duration",
		.help = "measures the time from entry to return, in a histogram",
		.program = "duration",
		.hits_of_call = 1,
		.output = OUTPUT_DURATIONS,
		.needs = "hooks at both the entry and the return",
		.maps = { ".data.durations", "entry_times", ".data.lost" },
	},
	{ .name = NULL },
};

const struct payload payload_of_user = { .name = "own", .help = "a user's program" };

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
