// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/execute/execute_trace.h"
#include "bench/hook/backends.h"
#include "bench/measure/plan_names.h"
#include "workloads/workload.h"

enum {
	OPTION_PRINTK = 0x280,
	OPTION_PID,
	OPTION_DURATION,
	OPTION_COUNT,
	OPTION_JSON,
	OPTION_EVENT,
};

struct trace_options {
	struct options options; /* must be first: the groups of options know only this */
	struct trace_task task;
};

static void parse_backend(struct trace_options *trace, const char *name, struct argp_state *state)
{
	if (trace->task.plan.backend)
		usage_error(state, "one backend traces at a time; put a command after --");
	if (plan__set_backends(&trace->options.plan, name))
		exit(argp_err_exit_status);
	trace->task.plan.backend = backend__find(name);
	if (!trace->task.plan.backend)
		usage_error(state, "one backend traces at a time, not \"%s\"", name);
	if (!backend__is_hook(trace->task.plan.backend))
		usage_error(state, "%s is not a hook: it sees nothing", name);
}

static uint64_t parse_duration(const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds >= 0.001 && seconds <= 1e9)) {
		log__error("--duration takes seconds from 0.001, such as 2.5, not \"%s\"", text);
		exit(argp_err_exit_status);
	}
	return (uint64_t)llround(seconds * 1e9);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct trace_options *trace = state->input;

	switch (key) {
	case ARGP_KEY_INIT: trace->options.where.accelerator = ACCEL_TCG; break;
	case ARGP_KEY_ARG: parse_backend(trace, arg, state); break;
	case ARGP_KEY_END:
		if (!trace->task.plan.backend && !trace->options.programs.n)
			usage_error(
				state,
				"name a backend, which hookbench list shows, or a program of your own with --program");
		break;
	case OPTION_PRINTK: trace->task.plan.printk = true; break;
	case OPTION_PID:
		trace->task.plan.pid = (unsigned int)options__number("pid", arg, 1, INT_MAX);
		break;
	case OPTION_DURATION: trace->task.plan.duration_ns = parse_duration(arg); break;
	case OPTION_COUNT:
		trace->task.plan.count = options__number("count", arg, 1, INT64_MAX);
		break;
	case OPTION_JSON: trace->task.json = true; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static error_t parse_event(int key, char *arg, struct argp_state *state)
{
	struct trace_options *trace = state->input;

	if (key != OPTION_EVENT)
		return ARGP_ERR_UNKNOWN;
	trace->task.event = arg;
	return 0;
}

static const struct argp_option rows[] = {
	{ "printk", OPTION_PRINTK, NULL, 0,
	  "Use the kernel's trace pipe, as the tutorial does, and show its lines unchanged",
	  OPTIONS_WHAT },
	{ "pid", OPTION_PID, "PID", 0, "Show only this process", OPTIONS_WHAT },
	{ "duration", OPTION_DURATION, "SECONDS", 0, "End after this time, such as 2.5",
	  OPTIONS_WHAT },
	{ "count", OPTION_COUNT, "N", 0, "End after this many events, or lines", OPTIONS_WHAT },
	{ "json", OPTION_JSON, NULL, 0, "Print JSON, one object per line", OPTIONS_WHAT },
	{ 0 },
};

static const struct argp_option program_rows[] = {
	{ "event", OPTION_EVENT, "STRUCT", 0,
	  "The struct of the program's events (default: the one that its BTF exports)",
	  OPTIONS_PROGRAM },
	{ 0 },
};

static const struct argp options_here = { rows, parse, NULL, NULL, NULL, NULL, NULL };
static const struct argp options_event = {
	program_rows, parse_event, NULL, NULL, NULL, NULL, NULL
};

static const struct argp_option headings[] = { OPTION_HEADINGS("What is shown:"), { 0 } };

static const struct argp_child children[] = {
	{ &options_kernel, 0, NULL, 0 },  { &options_here, 0, NULL, 0 },
	{ &options_program, 0, NULL, 0 }, { &options_event, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },	  { &options_add, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	  { 0 },
};

static const struct argp argp = {
	.options = headings,
	.args_doc = "BACKEND [-- COMMAND...]\n--program FILE [-- COMMAND...]",
	.doc = "Prints every unlink on the machine as it happens: process, command, result and file name. "
	       "A backend that sees only one side of the call is attached with its counterpart: fentry and fexit as fentry+fexit, kprobe and kretprobe as kprobe+kretprobe. "
	       "With --program, a program of your own is attached instead, and what it prints with bpf_printk is shown, and the events of its ring and perf buffers, decoded by the object's BTF. "
	       "It ends with ^C; with a COMMAND, when the command ends. "
	       "The command's output goes to stderr.\n\n"
	       "With --kernel, the command runs in a VM (default: --accel tcg). "
	       "Without a command, a demonstration creates and unlinks a few files there.\v"
	       "Exit status: that of the command, or 0; 2 for wrong usage, or if the hook cannot be attached, in which case nothing is run."
	       "\n\nExamples:\n  hookbench trace fentry --kernel 7.3 -- touch /tmp/a '&&' rm /tmp/a\n  hookbench trace --program mine.bpf.c --duration 10",
	.children = children,
};

/* What does not go with a user's program; NULL if all does. */
static const char *check_program(const struct trace_options *trace)
{
	if (trace->task.plan.backend)
		return "a backend or a program of your own is traced, not both: remove either";
	if (trace->options.programs.n > 1)
		return "one program is traced at a time: give --program once";
	if (trace->task.plan.printk)
		return "--printk is for backends: what a program prints is always shown";
	if (trace->task.plan.pid)
		return "--pid is for backends: a program chooses its processes itself";
	return NULL;
}

static void check(const struct trace_options *trace, bool has_command)
{
	const struct trace_plan *plan = &trace->task.plan;
	const char *why = NULL;

	if (trace->options.programs.n)
		why = check_program(trace);
	else if (trace->task.event)
		why = "--event is for --program FILE, which is missing";
	else if (plan->printk && trace->task.json)
		why = "--printk shows the kernel's lines unchanged: remove either --printk or --json";
	if ((has_command || trace->options.where.in_vm) && (plan->duration_ns || plan->count))
		why = "--duration and --count are for the running kernel, without a command: a trace with one ends when the command ends";
	if (!trace->options.where.in_vm && trace->options.n_added)
		why = "--add needs a VM: name its kernel with --kernel";
	if (why) {
		log__error("%s", why);
		exit(argp_err_exit_status);
	}
}

int command_trace(int argc, char **argv)
{
	struct trace_options trace = { 0 };
	int n = options__count_own(argc, argv), err, status;
	struct attach_where where = { .where = &trace.options.where, .added = trace.options.added };
	char **words = argv + n + (n < argc);

	options__parse(n, argv, &argp, &trace.options);
	check(&trace, n < argc);
	trace.task.plan.workload = workload__find(trace.options.plan.workload);
	trace.task.program =
		(struct program_request){ &trace.options.programs, &trace.options.plan.settings };
	err = execute_trace__run(&trace.task, n < argc ? words : NULL, &where, &status);
	if (err == -ENOENT)
		return STATUS_NOT_FOUND;
	if (err == -EACCES)
		return STATUS_NOT_EXECUTABLE;
	return err ? EXIT_NOT_MEASURED : status;
}
