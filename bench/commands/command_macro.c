// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/commands/store_run.h"
#include "bench/doctor/doctor.h"
#include "bench/execute/execute_macro.h"
#include "bench/model/store.h"
#include "bench/programs/own_programs.h"
#include "workloads/workload.h"

#define MAX_RUNS       10000
#define MAX_ROUNDS     999
#define DEFAULT_RUNS   5
#define DEFAULT_ROUNDS 6 /* the minimum for an interval */
#define DEFAULT_COMMAND                                                            \
	{                                                                          \
		(char *)workloads[0].name, (char *)"--cycles", (char *)"20k", NULL \
	}

enum {
	OPTION_ROUNDS = 0x200,
	OPTION_RUNS,
	OPTION_WARMUP,
	OPTION_SEED,
	OPTION_SETUP,
	OPTION_PREPARE,
	OPTION_CLEANUP,
	OPTION_SHELL,
	OPTION_IGNORE_FAILURE,
};

struct macro_options {
	struct options options; /* must be first: the groups of options know only this */
	struct macro macro;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct macro_options *m = state->input;
	struct plan *plan = &m->options.plan;

	switch (key) {
	case ARGP_KEY_INIT:
		m->options.where.accelerator = ACCEL_TCG;
		plan->rounds = DEFAULT_ROUNDS;
		plan->cycles = DEFAULT_RUNS;
		break;
	case ARGP_KEY_ARG:
		usage_error(state, "put the command after --, with all its words: -- %s ...", arg);
		break;
	case OPTION_ROUNDS:
		plan->rounds = (unsigned int)options__number("rounds", arg, 1, MAX_ROUNDS);
		break;
	case OPTION_RUNS: plan->cycles = options__number("runs", arg, 1, MAX_RUNS); break;
	case OPTION_WARMUP: plan->warmup = options__number("warmup", arg, 0, MAX_RUNS); break;
	case OPTION_SEED: plan->seed = options__number("seed", arg, 1, INT64_MAX); break;
	case OPTION_SETUP: m->macro.setup = arg; break;
	case OPTION_PREPARE: m->macro.prepare = arg; break;
	case OPTION_CLEANUP: m->macro.cleanup = arg; break;
	case OPTION_SHELL: m->macro.shell = strcmp(arg, "none") != 0 ? arg : NULL; break;
	case OPTION_IGNORE_FAILURE: m->macro.ignore_failure = true; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "rounds", OPTION_ROUNDS, "N", 0,
	  "Trials of each backend (default: 6, the minimum for an interval)", OPTIONS_WHAT },
	{ "runs", OPTION_RUNS, "N", 0, "Timed runs of the command per trial (default: 5)",
	  OPTIONS_WHAT },
	{ "warmup", OPTION_WARMUP, "N", 0, "Untimed runs before these (default: 0)", OPTIONS_WHAT },
	{ "setup", OPTION_SETUP, "LINE", 0,
	  "Shell command line to run before a trial's runs, not timed", OPTIONS_WHAT },
	{ "prepare", OPTION_PREPARE, "LINE", 0,
	  "Shell command line to run before each run, not timed", OPTIONS_WHAT },
	{ "cleanup", OPTION_CLEANUP, "LINE", 0,
	  "Shell command line to run after a trial's runs, not timed", OPTIONS_WHAT },
	{ "shell", OPTION_SHELL, "SHELL", 0,
	  "Pass the command's words, joined by spaces, to this shell (default: none: they are passed unchanged, and no shell is timed)",
	  OPTIONS_WHAT },
	{ "ignore-failure", OPTION_IGNORE_FAILURE, NULL, 0, "Continue if the command fails",
	  OPTIONS_WHAT },
	{ "seed", OPTION_SEED, "N", 0, "Seed for the order of the trials (default: random)",
	  OPTIONS_WHAT },
	{ 0 },
};

static const struct argp options_here = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = { OPTION_HEADINGS("What is measured:"), { 0 } };

static const struct argp_child children[] = {
	{ &options_kernel, 0, NULL, 0 },  { &options_hooks, 0, NULL, 0 },
	{ &options_payload, 0, NULL, 0 }, { &options_user, 0, NULL, 0 },
	{ &options_here, 0, NULL, 0 },	  { &options_program, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },	  { &options_add, 0, NULL, 0 },
	{ &options_output, 0, NULL, 0 },  { &options_stored, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	  { 0 },
};

static const struct argp argp = {
	.options = headings,
	.args_doc = "[-- COMMAND...]",
	.doc = "Times a command under each hook with hyperfine: what a hook costs a whole program. "
	       "Each round has a trial of every backend, in random order, and of `none' twice; a trial is one call of hyperfine with the hook attached. "
	       "--workload selects the workload whose function is hooked; --target FILE:FUNCTION hooks one of the command's own program or of a library. "
	       "The default command is `create-unlink --cycles 20k': every workload of hookbench is also a command.\n\n"
	       "The command runs as the user who called sudo. "
	       "With --kernel it runs as root in a VM (default: --accel tcg). "
	       "Its file system has the command, hyperfine, /tmp and the files given with --add.\v"
	       "Exit status: 0 measured; 2 wrong usage, the command failed, or nothing could be measured; 3 measured, but the run is invalid."
	       "\n\nExamples:\n  hookbench macro --kernel 6.12 -- create-unlink --cycles 10k\n  hookbench macro --backends raw_tp --runs 3 -- git status",
	.children = children,
};

static const char *find_problem(const struct macro_options *m, bool has_dashes)
{
	char *const *words = m->macro.words;

	if (has_dashes && (!words[0] || !words[0][0]))
		return "a command is missing: put it after --";
	for (; !m->macro.shell && *words; words++)
		if (!strcmp(*words, "&&"))
			return "one command is timed: use a shell for several, as in --shell sh -- 'one && other'";
	if (m->options.where.in_vm && m->options.user)
		return "--user is for the running kernel: in a VM, the command runs as root";
	if (!m->options.where.in_vm && m->options.n_added)
		return "--add needs a VM: name its kernel with --kernel";
	return NULL;
}

static void check(const struct macro_options *m, bool has_dashes)
{
	const char *problem = find_problem(m, has_dashes);
	char version[HYPERFINE_VERSION_SIZE];

	if (problem)
		log__error("%s", problem);
	if (problem || hyperfine__check(version) || store__check_folder(m->options.output.folder))
		exit(argp_err_exit_status);
}

static void note_warnings(struct run *run)
{
	json_t *warnings = doctor__list_warnings(&(struct machine){ .root = "" });

	json_object_set_new(run->environment, "warnings", warnings);
}

static int measure(const struct macro_options *m)
{
	const struct attach_where where = {
		.where = &m->options.where,
		.user = m->options.user,
		.added = m->options.added,
		.progress = progress__draw,
	};
	struct plan plan = m->options.plan;
	int status = EXIT_NOT_MEASURED, err = macro__complete_plan(&m->macro, &plan);
	struct run run;

	if (err)
		return status;
	err = execute_macro__measure(&m->macro, &plan, &m->options.programs, &where, &run);
	if (!err && !where.where->in_vm)
		note_warnings(&run);
	if (!err)
		status = store_and_print_run(&run, &m->options.output);
	if (err == -ENOTSUP && run.n_capabilities)
		print_nothing_measured(&run, "");
	run__free(&run);
	return status;
}

int command_macro(int argc, char **argv)
{
	char *own[] = DEFAULT_COMMAND;
	struct macro_options m = { .macro.words = NULL };
	int n = options__count_own(argc, argv);
	int err;

	options__parse(n, argv, &argp, &m.options);
	m.macro.words = n < argc ? argv + n + 1 : own;
	check(&m, n < argc);
	err = own_programs__add_to_path();
	if (err && n == argc) {
		log__error(
			"the programs of the workloads are missing, both next to this program and as installed: build or install hookbench again, or put a command after --");
		return EXIT_NOT_MEASURED;
	}
	return measure(&m);
}
