// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/number.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options_parse.h"
#include "bench/cli/variants_parse.h"
#include "bench/commands/command_run.h"
#include "bench/commands/commands.h"
#include "bench/commands/programs_workload.h"
#include "bench/commands/store_run.h"
#include "bench/doctor/doctor.h"
#include "bench/execute/batch.h"
#include "bench/execute/execute.h"
#include "bench/measure/session.h"
#include "bench/model/cell_list.h"
#include "bench/model/store.h"
#include "report/figures/precision.h"

enum { OPTION_JOBS = 0x200, OPTION_FORMAT, OPTION_CELL, OPTION_SHARD, OPTION_BUNDLE };

static void take_shard(struct argp_state *state, const char *arg, struct run_options *run)
{
	const char *slash = strchr(arg, '/');
	char first[8];
	uint64_t shard = 0, shards = 0;

	snprintf(first, sizeof(first), "%.*s", slash ? (int)(slash - arg) : 0, arg);
	if (!slash || !number__parse(first, &shard) || !number__parse(slash + 1, &shards) ||
	    !shards || shards > CELLS_MAX)
		usage_error(state, "--shard takes I/N, such as 1/4, with N up to %d, not \"%s\"",
			    CELLS_MAX, arg);
	if (!shard || shard > shards)
		usage_error(state, "--shard %s: there are shards 1/%u to %u/%u", arg,
			    (unsigned int)shards, (unsigned int)shards, (unsigned int)shards);
	run->shard = (unsigned int)shard;
	run->shards = (unsigned int)shards;
	run->options.is_shared = true;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct run_options *run = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		run->options.takes_product = true;
		run->format = &product_formats[0];
		break;
	case OPTION_JOBS:
		run->jobs = (unsigned int)options__number("jobs", arg, 1, BATCH_MAX_JOBS);
		break;
	case OPTION_FORMAT:
		run->format = options__row(state, "format", product_formats,
					   sizeof(*product_formats), arg);
		break;
	case OPTION_CELL:
		run->cells = arg;
		run->options.is_shared = true;
		break;
	case OPTION_SHARD: take_shard(state, arg, run); break;
	case OPTION_BUNDLE: run->bundle = arg; break;
	case ARGP_KEY_END:
		if (run->cells && run->shards)
			usage_error(state, "--cell and --shard both choose cells: remove one");
		if (run->bundle && !run->options.is_shared)
			usage_error(
				state,
				"--bundle has the files of cells: choose some with --shard or --cell; 1/1 is all");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "cell", OPTION_CELL, "ID,...", 0,
	  "Measure only these cells of the options, see hookbench plan --help, into the folder of -o",
	  OPTIONS_CELLS },
	{ "shard", OPTION_SHARD, "I/N", 0,
	  "The same for the I-th of N parts of the cells; what is stored in the folder is not measured again",
	  OPTIONS_CELLS },
	{ "bundle", OPTION_BUNDLE, "FILE", 0,
	  "Take the kernels, hookbench-guest and the programs of these cells from this archive, which hookbench plan --bundle has made of the same options",
	  OPTIONS_CELLS },
	{ "jobs", OPTION_JOBS, "N", 0,
	  "VMs at a time, for several runs in exact mode (default: one per CPU)", OPTIONS_VM },
	{ "format", OPTION_FORMAT, "NAME", 0,
	  "Format of the table of several runs: table (default) or markdown", OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp options_product = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = { OPTION_HEADINGS("What is measured:"),
					       OPTION_HEADING("Parts of a matrix:", OPTIONS_CELLS),
					       { 0 } };

static const struct argp_child children[] = {
	{ &options_cells, 0, NULL, 0 },	  { &options_plans, 0, NULL, 0 },
	{ &options_program, 0, NULL, 0 }, { &options_vms, 0, NULL, 0 },
	{ &options_explain, 0, NULL, 0 }, { &options_product, 0, NULL, 0 },
	{ &options_output, 0, NULL, 0 },  { &options_stored, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	  { 0 },
};

static const struct argp argp = {
	.options = headings,
	.doc = "Measures what each backend costs: on the running kernel in nanoseconds, or, with --kernel, in a VM, by default in exact instructions. "
	       "--workload, --payload, --cpu-model, --append, --beside, --elsewhere, --copies, --pid-filter and --threads accept several values: each combination is then a run.\v"
	       "Exit status: 0 measured; 2 wrong usage, or nothing could be measured; 3 measured, but the run is invalid; 75 this machine failed, try again."
	       "\n\nExamples:\n  hookbench run --kernel 6.12\n  hookbench run --kernel 7.3 --program mine.bpf.c --report",
	.children = children,
};

/* On the running kernel only: a guest has other sources of disturbance. */
static json_t *warnings_here(const struct options *options)
{
	json_t *warnings;

	if (options->where.in_vm)
		return NULL;
	warnings = doctor__list_warnings(&(struct machine){ .root = "" });
	if (!options->quiet)
		doctor__warn(warnings);
	return warnings;
}

static int measure(const struct options *options, const json_t *warnings)
{
	const struct job job = { &options->plan,       &options->where,	   options->explain,
				 precision__is_enough, &options->programs, NULL };
	int status = EXIT_NOT_MEASURED, err;
	struct run run;

	err = execute__measure(&job, &run);
	if (!err && warnings)
		json_object_set(run.environment, "warnings", (json_t *)warnings);
	if (!err)
		status = store_and_print_run(&run, &options->output);
	if (err == -ENOTSUP)
		print_nothing_measured(&run, "");
	if (!err || err == -ENOTSUP)
		programs_workload__suggest(options, &run);
	run__free(&run);
	return status;
}

/*
 * Checked before the first run, as the last may need more CPUs than there are. A VM has as many as
 * needed.
 */
static int check_threads(const struct options *options)
{
	struct options one = *options;
	int err = 0;

	for (size_t i = 0; i < variants__count(&options->axes) && !options->where.in_vm && !err;
	     i++) {
		variants__choose(&options->axes, i, &one);
		err = run__check_cpus(&one.plan);
	}
	return err;
}

static int check_jobs(const struct run_options *run)
{
	if (!run->jobs || where__is_exact(&run->options.where))
		return 0;
	log__error(
		"--jobs needs exact mode, where runs do not disturb each other: remove it, or name a kernel with --kernel and remove any other --accel");
	return -EINVAL;
}

int command_run(int argc, char **argv)
{
	struct run_options run = { .format = &product_formats[0] };
	const struct options *options = &run.options;
	json_t *warnings;
	int status;

	options__parse(argc, argv, &argp, &run.options);
	if (run.options.is_shared)
		return run_cells(&run);
	if (store__check_folder(options->output.folder) || check_jobs(&run) ||
	    check_threads(options))
		return EXIT_NOT_MEASURED;
	if (programs_workload__choose(&run.options, NULL))
		return EXIT_NOT_MEASURED;
	warnings = warnings_here(options);
	if (variants__count(&options->axes) > 1)
		status = run_product(&run, warnings);
	else
		status = measure(options, warnings);
	json_decref(warnings);
	return status;
}
