// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/execute/execute.h"
#include "report/tables/inspection_print.h"

enum { OPTION_FORMAT = 0x200 };

struct inspect_options {
	struct options options; /* must be first: the groups of options know only this */
	const struct inspection_format *format;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct inspect_options *inspect = state->input;

	switch (key) {
	case ARGP_KEY_INIT: inspect->format = &inspection_formats[0]; break;
	case OPTION_FORMAT:
		inspect->format = options__row(state, "format", inspection_formats,
					       sizeof(*inspection_formats), arg);
		break;
	case ARGP_KEY_ARG: options__add_program(state, &inspect->options.programs, arg); break;
	case ARGP_KEY_END:
		if (!inspect->options.programs.n)
			usage_error(state, "name the FILE of a BPF program");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "format", OPTION_FORMAT, "NAME", 0, "table (default), json or csv", OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp options_inspect = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = { OPTION_HEADING_WHERE,
					       OPTION_HEADING("What is loaded:", OPTIONS_PROGRAM),
					       OPTION_HEADING_VM,
					       OPTION_HEADING_OUTPUT,
					       { 0 } };

static const struct argp_child children[] = {
	{ &options_inspected, 0, NULL, 0 }, { &options_settings, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },	    { &options_inspect, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	    { 0 },
};

static const struct argp argp = {
	.options = headings,
	.args_doc = "FILE...",
	.doc = "Loads BPF programs, without attaching them, on the running kernel or on each kernel of --kernel, and shows what the kernel makes of each: whether it loads, what it would attach to, the verifier's effort, sizes and stack.\v"
	       "Exit status: 0 if every program can be attached on every kernel; 1 if not; 2 wrong usage, or a kernel could not be asked."
	       "\n\nExamples:\n  hookbench inspect mine.bpf.c --kernel 5.10 --kernel 6.12\n  hookbench inspect mine.bpf.o --kernel 7.3 --format json",
	.children = children,
};

/* A program that only others call is loaded, but not attached: it has no target. */
static bool can(const struct program_fact *fact)
{
	return fact->attached || (fact->translated_bytes != COUNT_UNKNOWN && !fact->target[0]);
}

static bool can_all(const struct run *run)
{
	bool all = true;

	for (size_t i = 0; i < run->n_capabilities; i++)
		all &= run->capabilities[i].available;
	for (size_t i = 0; i < run->facts.n; i++)
		all &= can(&run->facts.v[i]);
	return all;
}

/* 0 or -errno, logged. */
static int inspect_all(struct options *options, struct run *runs, size_t n)
{
	const struct job job = { &options->plan, &options->where,    EXPLAIN_NOTHING,
				 NULL,		 &options->programs, NULL };
	int err = 0;

	for (size_t i = 0; i < n && !err; i++) {
		if (options->n_kernels)
			options->where.kernel = options->kernels[i];
		err = execute__inspect(&job, &runs[i]);
	}
	return err;
}

int command_inspect(int argc, char **argv)
{
	struct inspect_options inspect = { .format = NULL };
	int status = EXIT_NOT_MEASURED;
	struct run *runs;
	bool all = true;
	size_t n;

	options__parse(argc, argv, &argp, &inspect.options);
	n = inspect.options.n_kernels ? inspect.options.n_kernels : 1;
	runs = calloc(n, sizeof(*runs));
	if (!runs) {
		log__out_of_memory();
		return status;
	}
	if (!inspect_all(&inspect.options, runs, n)) {
		inspect.format->print(runs, n, stdout);
		for (size_t i = 0; i < n; i++)
			all &= can_all(&runs[i]);
		status = all ? EXIT_OK : EXIT_REGRESSION;
	}
	for (size_t i = 0; i < n; i++)
		run__free(&runs[i]);
	free(runs);
	return status;
}
