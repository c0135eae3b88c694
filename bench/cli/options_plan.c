// SPDX-License-Identifier: GPL-2.0-or-later
/* Options for what is measured. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options.h"
#include "bench/cli/variants_parse.h"
#include "bench/machine/cpus.h"
#include "bench/measure/plan_names.h"
#include "bench/model/plan_defaults.h"
#include "bench/model/target.h"
#include "workloads/workload.h"

enum {
	OPTION_BACKENDS = 0x100,
	OPTION_WORKLOAD,
	OPTION_TARGET,
	OPTION_PLACE,
	OPTION_PAYLOAD,
	OPTION_ROUNDS,
	OPTION_CYCLES,
	OPTION_THREADS,
	OPTION_BESIDE,
	OPTION_ELSEWHERE,
	OPTION_COPIES,
	OPTION_PID_FILTER,
	OPTION_DIR,
	OPTION_SEED,
	OPTION_RATE,
	OPTION_PRECISION,
	OPTION_MAX_TIME,
	OPTION_CPUS,
};

#define TEXT_OF_(macro) #macro
#define TEXT_OF(macro)	TEXT_OF_(macro) /* of what it stands for */

static void exit_if(int err)
{
	if (err)
		exit(argp_err_exit_status);
}

/* Copies the value if it fits. */
static void take_text(struct argp_state *state, const char *option, const char *arg, char *to,
		      size_t size)
{
	if (strlen(arg) >= size)
		usage_error(state, "--%s is too long", option);
	strcpy(to, arg);
}

/* A run has one: the first would be lost without a word. */
static void check_only_target(struct argp_state *state, const char *arg, const struct plan *plan)
{
	if (plan->target[0] && strcmp(plan->target, arg) != 0)
		usage_error(
			state,
			"one function is hooked, but --target names two: remove \"%s\" or \"%s\"",
			plan->target, arg);
}

static void take_target(struct argp_state *state, const char *arg, struct options *options)
{
	const struct workload *workload = workload__of_user_function(arg);
	struct plan *plan = &options->plan;

	check_only_target(state, arg, plan);
	if (!workload && !target__is_name(arg))
		usage_error(
			state,
			"--target takes the name of a kernel function, or of a workload's function (user-call:nop), not \"%s\"",
			arg);
	take_text(state, "target", arg, plan->target, sizeof(plan->target));
	/* Whichever of the two options comes first: options__check_target compares them. */
	if (workload && !options->has_workload)
		exit_if(plan__set_workload(plan, workload->name));
	options->has_workload |= workload != NULL;
}

/* Of a command: its functions, and not those of hookbench. */
static void take_place(struct argp_state *state, const char *arg, struct plan *plan)
{
	const struct workload *workload = workload__of_user_function(arg);

	check_only_target(state, arg, plan);
	if (workload && user_function__find(workload->user_functions, arg))
		usage_error(
			state,
			"--target %s: only hookbench run calls it; name a function of the command's, as FILE:FUNCTION",
			arg);
	if (!target__is_name(arg) && !target__is_in_file(arg))
		usage_error(
			state,
			"--target takes the name of a kernel function, or FILE:FUNCTION or FILE+OFFSET of a program or library, not \"%s\"",
			arg);
	take_text(state, "target", arg, plan->target, sizeof(plan->target));
}

static void take_precision(struct argp_state *state, const char *arg, struct plan *plan)
{
	struct precision precision;

	if (strlen(arg) >= sizeof(plan->precision) || precision__parse(arg, &precision))
		usage_error(
			state,
			"--precision takes nanoseconds or per cent of the overhead, such as 5ns or 2%%, not \"%s\"",
			arg);
	strcpy(plan->precision, arg);
}

static void take_cpus(struct argp_state *state, const char *arg, struct plan *plan)
{
	struct cpus cpus;

	take_text(state, "cpus", arg, plan->cpus, sizeof(plan->cpus));
	exit_if(cpus__parse(arg, &cpus));
}

static error_t parse_plan(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;
	struct plan *plan = &options->plan;

	switch (key) {
	case OPTION_BACKENDS: options->backends = arg; break;
	case OPTION_WORKLOAD: exit_if(variants__parse(options, AXIS_WORKLOAD, arg)); break;
	case OPTION_PAYLOAD: exit_if(variants__parse(options, AXIS_PAYLOAD, arg)); break;
	case OPTION_TARGET: take_target(state, arg, options); break;
	case OPTION_PLACE: take_place(state, arg, plan); break;
	case OPTION_ROUNDS:
		plan->rounds = (unsigned int)options__number("rounds", arg, 1, PLAN_MAX_ROUNDS);
		break;
	case OPTION_CYCLES:
		plan->cycles = options__number("cycles", arg, 1, PLAN_MAX_CYCLES);
		break;
	case OPTION_BESIDE: exit_if(variants__parse(options, AXIS_BESIDE, arg)); break;
	case OPTION_ELSEWHERE: exit_if(variants__parse(options, AXIS_ELSEWHERE, arg)); break;
	case OPTION_COPIES: exit_if(variants__parse(options, AXIS_COPIES, arg)); break;
	case OPTION_PID_FILTER: exit_if(variants__parse(options, AXIS_PID_FILTER, arg)); break;
	case OPTION_THREADS: exit_if(variants__parse(options, AXIS_THREADS, arg)); break;
	case OPTION_RATE: plan->rate_hz = options__number("rate", arg, 1, PLAN_MAX_RATE_HZ); break;
	case OPTION_PRECISION: take_precision(state, arg, plan); break;
	case OPTION_MAX_TIME:
		plan->max_time_s = (unsigned int)options__number("max-time", arg, 1, 86400);
		break;
	case OPTION_CPUS: take_cpus(state, arg, plan); break;
	case OPTION_SEED: plan->seed = options__number("seed", arg, 1, INT64_MAX); break;
	case OPTION_DIR: take_text(state, "dir", arg, plan->dir, sizeof(plan->dir)); break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

#define OPTION_ROW_BACKENDS                                                                    \
	{                                                                                      \
		"backends", OPTION_BACKENDS, "LIST", 0,                                        \
			"Ways to attach, separated by commas, or all; `none' is always added " \
			"(default: " OPTIONS_DEFAULT_BACKENDS                                  \
			"; in user space " OPTIONS_DEFAULT_USER_BACKENDS ")",                  \
			OPTIONS_WHAT                                                           \
	}

#define OPTION_ROW_WORKLOAD(VALUES, SEVERAL)                                                                                        \
	{                                                                                                                           \
		"workload", OPTION_WORKLOAD, VALUES("NAME"), 0,                                                                     \
			"What is timed" SEVERAL(                                                                                    \
				"; several: one run each, with the backends for its kind of function") " (default: create-unlink)", \
			OPTIONS_WHAT                                                                                                \
	}

#define OPTION_ROW_TARGET                                                                                 \
	{                                                                                                 \
		"target", OPTION_TARGET, "FUNCTION", 0,                                                   \
			"Hook this kernel function, or user-call:FUNCTION (default: the workload's own)", \
			OPTIONS_WHAT                                                                      \
	}

#define OPTION_ROW_PLACE                                                                                                                                                           \
	{                                                                                                                                                                          \
		"target", OPTION_PLACE, "FUNCTION", 0,                                                                                                                             \
			"Hook this kernel function (default: the workload's own); or, with uprobes, FILE:FUNCTION or FILE+OFFSET of a program or library, as in libc.so.6:malloc", \
			OPTIONS_WHAT                                                                                                                                               \
	}

/*
 * Of a command that takes lists of values, as many runs, or of one that takes one value.
 * VALUES(one) names the value; SEVERAL(text) says what several do.
 */
#define OPTION_ROWS_PLAN(VALUES, SEVERAL)                                                                                                         \
	OPTION_ROW_BACKENDS, OPTION_ROW_WORKLOAD(VALUES, SEVERAL), OPTION_ROW_TARGET,                                                             \
		{ "payload",                                                                                                                      \
		  OPTION_PAYLOAD,                                                                                                                 \
		  VALUES("NAME"),                                                                                                                 \
		  0,                                                                                                                              \
		  "What the program does at each hit" SEVERAL(                                                                                    \
			  "; several values: one run per value; prices: what programs are made of") " (default: count)",                          \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "rounds",                                                                                                                       \
		  OPTION_ROUNDS,                                                                                                                  \
		  "N",                                                                                                                            \
		  0,                                                                                                                              \
		  "Trials of each backend (default: " TEXT_OF(                                                                                    \
			  PLAN_EXACT_ROUNDS) " in exact mode, else " TEXT_OF(PLAN_NANOSECOND_ROUNDS) ")",                                         \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "precision",                                                                                                                    \
		  OPTION_PRECISION,                                                                                                               \
		  "P",                                                                                                                            \
		  0,                                                                                                                              \
		  "Add rounds until half the width of every interval is at most this: 5ns, or 2% of the overhead",                                \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "max-time",                                                                                                                     \
		  OPTION_MAX_TIME,                                                                                                                \
		  "SECONDS",                                                                                                                      \
		  0,                                                                                                                              \
		  "With --precision: end with the round that ends nearest to this time (default: " TEXT_OF(                                       \
			  PLAN_MAX_TIME_S) ")",                                                                                                   \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "cycles",                                                                                                                       \
		  OPTION_CYCLES,                                                                                                                  \
		  "N",                                                                                                                            \
		  0,                                                                                                                              \
		  "Cycles per trial and thread (default: " TEXT_OF(PLAN_EXACT_CYCLES) " in exact mode, else at least " TEXT_OF(                   \
			  PLAN_NANOSECOND_CYCLES) ", and more where attaching takes long; with --rate, as many as take half a second)",           \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "beside",                                                                                                                       \
		  OPTION_BESIDE,                                                                                                                  \
		  VALUES("HOOK"),                                                                                                                 \
		  0,                                                                                                                              \
		  "Another hook that holds the function all the time, also under `none': a backend, ftrace, or livepatch" SEVERAL(                \
			  "; several: one run each") " (default: none)",                                                                          \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "elsewhere",                                                                                                                    \
		  OPTION_ELSEWHERE,                                                                                                               \
		  VALUES("HOOK:N"),                                                                                                               \
		  0,                                                                                                                              \
		  "Another hook that holds other functions all the time, also under `none': BACKEND:N, BACKEND:all, ftrace:all, or none" SEVERAL( \
			  "; several: one run each") " (default: none)",                                                                          \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "copies",                                                                                                                       \
		  OPTION_COPIES,                                                                                                                  \
		  VALUES("N"),                                                                                                                    \
		  0,                                                                                                                              \
		  "Hooks of each backend at the same function" SEVERAL(                                                                           \
			  "; several numbers: one run per number") " (default: 1)",                                                               \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "pid-filter",                                                                                                                   \
		  OPTION_PID_FILTER,                                                                                                              \
		  VALUES("yes|no"),                                                                                                               \
		  0,                                                                                                                              \
		  "Whether hooks in user space are for the process that measures only, as with a tool's -p: no or yes" SEVERAL(                   \
			  ", or no,yes for a run each") " (default: no)",                                                                         \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "threads",                                                                                                                      \
		  OPTION_THREADS,                                                                                                                 \
		  VALUES("N"),                                                                                                                    \
		  0,                                                                                                                              \
		  "Threads that run the workload, each on its own CPU" SEVERAL(                                                                   \
			  "; several numbers: one run per number") " (default: 1)",                                                               \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "rate",                                                                                                                         \
		  OPTION_RATE,                                                                                                                    \
		  "HZ",                                                                                                                           \
		  0,                                                                                                                              \
		  "Cycles per second and thread, asleep in between (default: as fast as possible)",                                               \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "cpus",                                                                                                                         \
		  OPTION_CPUS,                                                                                                                    \
		  "LIST",                                                                                                                         \
		  0,                                                                                                                              \
		  "Where the threads run, such as 2,4-7 (default: isolated CPUs, then those with the fewest interrupts)",                         \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "dir",                                                                                                                          \
		  OPTION_DIR,                                                                                                                     \
		  "DIR",                                                                                                                          \
		  0,                                                                                                                              \
		  "Where the workload creates its private folder (default: its own tmpfs)",                                                       \
		  OPTIONS_WHAT },                                                                                                                 \
		{ "seed",                                                                                                                         \
		  OPTION_SEED,                                                                                                                    \
		  "N",                                                                                                                            \
		  0,                                                                                                                              \
		  "Seed for the order of the trials (default: 1 in exact mode, else random)",                                                     \
		  OPTIONS_WHAT },                                                                                                                 \
	{                                                                                                                                         \
		0                                                                                                                                 \
	}

#define A_LIST(one)   "LIST"
#define ONE(one)      one
#define IS_SAID(text) text
#define IS_NOT_SAID(text)

static const struct argp_option plan_rows[] = { OPTION_ROWS_PLAN(ONE, IS_NOT_SAID) };
static const struct argp_option plans_rows[] = { OPTION_ROWS_PLAN(A_LIST, IS_SAID) };

static const struct argp_option target_rows[] = { OPTION_ROW_WORKLOAD(ONE, IS_NOT_SAID),
						  OPTION_ROW_PLACE,
						  { 0 } };

static const struct argp_option hooks_rows[] = {
	OPTION_ROW_BACKENDS, OPTION_ROW_WORKLOAD(ONE, IS_NOT_SAID), OPTION_ROW_PLACE, { 0 }
};

static const struct argp_option backends_rows[] = {
	OPTION_ROW_BACKENDS, OPTION_ROW_WORKLOAD(ONE, IS_NOT_SAID), OPTION_ROW_TARGET, { 0 }
};

const struct argp options_plan = { plan_rows, parse_plan, NULL, NULL, NULL, NULL, NULL };
const struct argp options_plans = { plans_rows, parse_plan, NULL, NULL, NULL, NULL, NULL };
const struct argp options_backends = { backends_rows, parse_plan, NULL, NULL, NULL, NULL, NULL };
const struct argp options_hooks = { hooks_rows, parse_plan, NULL, NULL, NULL, NULL, NULL };
const struct argp options_target = { target_rows, parse_plan, NULL, NULL, NULL, NULL, NULL };
