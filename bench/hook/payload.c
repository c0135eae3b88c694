// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/payload.h"

#include <stddef.h>
#include <string.h>

#define NEEDS_PRICES "a backend with programs for prices"
#define NEEDS_NAME   "a file name that can be read at the hit"

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
		.help = "stores the call stack of the kernel, or of user space, in a stack map, and gets its ID",
		.program = "stack",
		.user_program = "user_stack",
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
	{
		.name = "usdt-arg",
		.help = "reads the argument of a USDT probe by bpf_usdt_arg, and counts it if it is right",
		.program = "usdt_arg",
		.hits_of_call = 1,
		.output = OUTPUT_COUNT,
		.needs = "a USDT probe that is hooked by libbpf",
		.maps = { ".bss", ".kconfig" },
	},
	{
		.name = "array",
		.help = "counts in an element of an array",
		.program = "array",
		.hits_of_call = 2,
		.maps = { "price_array" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "percpu-array",
		.help = "counts in an element of a per-CPU array",
		.program = "percpu_array",
		.hits_of_call = 2,
		.maps = { "price_percpu_array" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "hash-lookup",
		.help = "counts in an element of a hash map, whose key is known",
		.program = "hash",
		.hits_of_call = 2,
		.maps = { "price_hash" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "percpu-hash",
		.help = "counts in an element of a per-CPU hash map",
		.program = "percpu_hash",
		.hits_of_call = 2,
		.maps = { "price_percpu_hash" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "lru-hash",
		.help = "counts in an element of an LRU hash map",
		.program = "lru_hash",
		.hits_of_call = 2,
		.maps = { "price_lru_hash" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "lpm-trie",
		.help = "counts in an element of an LPM trie, which has one",
		.program = "lpm_trie",
		.hits_of_call = 2,
		.maps = { "price_lpm_trie" },
		.needs = NEEDS_PRICES,
		.is_price = true,
		.asks = "LPM tries in programs for tracing, of Linux 5.10 or newer",
	},
	{
		.name = "task-storage",
		.help = "counts in the task's storage",
		.program = "task_storage",
		.hits_of_call = 2,
		.maps = { "price_task_storage" },
		.needs = NEEDS_PRICES,
		.is_price = true,
		.asks = "task storage in programs for tracing, of Linux 5.11",
	},
	{
		.name = "ringbuf-8",
		.help = "sends 8 bytes through a ring buffer, without waking a reader",
		.program = "ringbuf",
		.hits_of_call = 2,
		.maps = { "price_ringbuf" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "perf-8",
		.help = "sends 8 bytes through a perf buffer",
		.program = "perf",
		.hits_of_call = 2,
		.maps = { "price_perf" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "tail-call",
		.help = "jumps to a program that returns at once",
		.program = "tail_call",
		.hits_of_call = 2,
		.maps = { "tail_call_targets" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "call",
		.help = "calls a function of its own, from BPF to BPF",
		.program = "call",
		.hits_of_call = 2,
		.needs = NEEDS_PRICES,
		.is_price = true,
		.asks = "calls between functions of a program for tracing, of Linux 5.10 or newer",
	},
	{
		.name = "loop-100",
		.help = "runs bpf_loop for 100 turns that do nothing",
		.program = "loop",
		.hits_of_call = 2,
		.needs = NEEDS_PRICES,
		.is_price = true,
		.asks = "bpf_loop, of Linux 5.17",
	},
	{
		.name = "kfunc",
		.help = "calls two kfuncs, bpf_rcu_read_lock and bpf_rcu_read_unlock",
		.program = "kfunc",
		.hits_of_call = 2,
		.needs = NEEDS_PRICES,
		.is_price = true,
		.asks = "the kfunc bpf_rcu_read_lock, of Linux 6.2",
	},
	{
		.name = "spin-lock",
		.help = "counts in an element of an array, under a spin lock",
		.program = "spin_lock",
		.hits_of_call = 2,
		.maps = { "price_lock" },
		.needs = NEEDS_PRICES,
		.is_price = true,
		.asks = "spin locks in a program of this type",
	},
	{
		.name = "timer",
		.help = "starts a timer of an element of an array",
		.program = "timer",
		.hits_of_call = 2,
		.varies = "timers are kept in a tree whose shape depends on what else waits",
		.maps = { "price_timer" },
		.needs = NEEDS_PRICES,
		.is_price = true,
		.asks = "timers (Linux 5.15) in a program of this type",
	},
	{
		.name = "read-8",
		.help = "reads 8 bytes by bpf_probe_read_kernel",
		.program = "read_8",
		.hits_of_call = 2,
		.maps = { ".data.bytes" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "read-64",
		.help = "reads 64 bytes by bpf_probe_read_kernel",
		.program = "read_64",
		.hits_of_call = 2,
		.maps = { ".data.bytes" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "read-256",
		.help = "reads 256 bytes by bpf_probe_read_kernel",
		.program = "read_256",
		.hits_of_call = 2,
		.maps = { ".data.bytes" },
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "ktime",
		.help = "reads the clock by bpf_ktime_get_ns",
		.program = "ktime",
		.hits_of_call = 2,
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "pid-tgid",
		.help = "gets the process and thread ID by bpf_get_current_pid_tgid",
		.program = "pid_tgid",
		.hits_of_call = 2,
		.needs = NEEDS_PRICES,
		.is_price = true,
	},
	{
		.name = "current-task",
		.help = "gets the task by bpf_get_current_task",
		.program = "current_task",
		.hits_of_call = 2,
		.needs = NEEDS_PRICES,
		.is_price = true,
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
