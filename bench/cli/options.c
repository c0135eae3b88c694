// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/cli/options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "bench/base/log.h"
#include "bench/base/number.h"
#include "bench/base/progress.h"
#include "bench/cli/variants_parse.h"
#include "bench/hook/backend.h"
#include "bench/hook/payload.h"
#include "bench/kernel/target.h"
#include "bench/machine/cpus.h"
#include "bench/measure/plan_names.h"
#include "bench/vm/cpu_model.h"
#include "workloads/workload.h"

#define DEFAULT_BACKENDS "none,kprobe,kretprobe,fentry,fexit"

/* What a run takes where the command line says nothing; a clock without noise needs little. */
static const struct {
	unsigned int rounds;
	uint64_t cycles;
	uint64_t warmup_share; /* one cycle in so many again, before what is measured */
	uint64_t warmup_min;
} defaults[] = {
	[CLOCK_INSTRUCTIONS] = { 2, 1000, 10, 100 },
	/* Many short trials: noise differs more between trials than within one. */
	[CLOCK_NANOSECONDS] = { 40, 2000, 4, 100 },
};

/* With --rate, as many cycles as fit into half a second, and at least so many. */
#define PACED_MIN_CYCLES 20
#define PACED_MIN_WARMUP 5

/* With --precision, unless --rounds or --max-time say otherwise. */
#define MAX_TIME_S 60

enum {
	OPTION_BACKENDS = 0x100,
	OPTION_WORKLOAD,
	OPTION_PAYLOAD,
	OPTION_ROUNDS,
	OPTION_CYCLES,
	OPTION_THREADS,
	OPTION_DIR,
	OPTION_SEED,
	OPTION_KERNEL,
	OPTION_ACCEL,
	OPTION_CPU_MODEL,
	OPTION_APPEND,
	OPTION_TIMEOUT,
	OPTION_NO_HISTOGRAMS,
	OPTION_REPORT,
	OPTION_RATE,
	OPTION_PRECISION,
	OPTION_MAX_TIME,
	OPTION_CPUS,
	OPTION_EXPLAIN,
	OPTION_TARGET,
};

/* ---- numbers ---- */

uint64_t options__number(const char *option, const char *text, uint64_t min, uint64_t max)
{
	uint64_t number;

	if (number__parse(text, &number) && number >= min && number <= max)
		return number;
	log__error("--%s takes a whole number from %" PRIu64 " to %" PRIu64
		   " (k, M or G may follow), not \"%s\"",
		   option, min, max, text);
	exit(argp_err_exit_status);
}

/* ---- groups ---- */

static void exit_if(int err)
{
	if (err)
		exit(argp_err_exit_status);
}

static error_t parse_plan(int key, char *arg, struct argp_state *state)
{
	struct plan *plan = &((struct options *)state->input)->plan;
	struct precision precision;
	struct cpus cpus;

	switch (key) {
	case OPTION_BACKENDS:
		exit_if(plan__set_backends(plan, arg));
		((struct options *)state->input)->has_backends = true;
		break;
	case OPTION_WORKLOAD: exit_if(plan__set_workload(plan, arg)); break;
	case OPTION_PAYLOAD: exit_if(variants__parse(state->input, AXIS_PAYLOAD, arg)); break;
	case OPTION_TARGET:
		if (!target__is_name(arg))
			argp_error(state,
				   "--target takes the name of a kernel function, not \"%s\"", arg);
		strcpy(plan->target, arg);
		break;
	case OPTION_ROUNDS:
		plan->rounds = (unsigned int)options__number("rounds", arg, 1, PLAN_MAX_ROUNDS);
		break;
	case OPTION_CYCLES:
		plan->cycles = options__number("cycles", arg, 1, PLAN_MAX_CYCLES);
		break;
	case OPTION_THREADS: exit_if(variants__parse(state->input, AXIS_THREADS, arg)); break;
	case OPTION_RATE: plan->rate_hz = options__number("rate", arg, 1, PLAN_MAX_RATE_HZ); break;
	case OPTION_PRECISION:
		if (strlen(arg) >= sizeof(plan->precision) || precision__parse(arg, &precision))
			argp_error(
				state,
				"--precision takes nanoseconds or per cent of the overhead, such "
				"as 5ns or 2%%, not \"%s\"",
				arg);
		strcpy(plan->precision, arg);
		break;
	case OPTION_MAX_TIME:
		plan->max_time_s = (unsigned int)options__number("max-time", arg, 1, 86400);
		break;
	case OPTION_CPUS:
		if (strlen(arg) >= sizeof(plan->cpus))
			argp_error(state, "--cpus is too long");
		exit_if(cpus__parse(arg, &cpus));
		strcpy(plan->cpus, arg);
		break;
	case OPTION_SEED: plan->seed = options__number("seed", arg, 1, INT64_MAX); break;
	case OPTION_DIR:
		if ((size_t)snprintf(plan->dir, sizeof(plan->dir), "%s", arg) >= sizeof(plan->dir))
			argp_error(state, "--dir is too long");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static error_t parse_vm(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;
	int accelerator;

	switch (key) {
	case OPTION_ACCEL:
		accelerator = accelerator__find(arg);
		if (accelerator < 0)
			argp_error(state,
				   "there is no accelerator \"%s\"; there is: exact, kvm, tcg, "
				   "auto",
				   arg);
		options->accelerator = (enum accelerator)accelerator;
		options->has_accelerator = true;
		break;
	case OPTION_CPU_MODEL: exit_if(variants__parse(options, AXIS_CPU_MODEL, arg)); break;
	case OPTION_APPEND: exit_if(variants__parse(options, AXIS_APPEND, arg)); break;
	case OPTION_TIMEOUT:
		options->timeout_s = (unsigned int)options__number("timeout", arg, 1, 86400);
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static error_t parse_kernel(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	if (key != OPTION_KERNEL)
		return ARGP_ERR_UNKNOWN;
	if (options->kernel)
		argp_error(state, "one kernel is measured at a time; hookbench regress compares "
				  "several");
	options->kernel = arg;
	options->in_vm = true;
	return 0;
}

static error_t parse_kernels(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT: options->in_vm = true; break;
	case OPTION_KERNEL:
		if (options->n_kernels == OPTIONS_MAX_KERNELS)
			argp_error(state, "at most %d kernels are compared", OPTIONS_MAX_KERNELS);
		options->kernels[options->n_kernels++] = arg;
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static error_t parse_rest(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 'o': options->output = arg; break;
	case 'q': options->quiet = true; break;
	case OPTION_EXPLAIN: options->explain = true; break;
	case OPTION_REPORT: options->report = true; break;
	case OPTION_NO_HISTOGRAMS: options->no_histograms = true; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

#define OPTION_ROW_BACKENDS                                                              \
	{                                                                                \
		"backends", OPTION_BACKENDS, "LIST", 0,                                  \
			"Ways to attach, with commas between, or all; `none' is always " \
			"added (default: " DEFAULT_BACKENDS ")",                         \
			1                                                                \
	}

#define OPTION_ROW_WORKLOAD                                                                       \
	{                                                                                         \
		"workload", OPTION_WORKLOAD, "NAME", 0, "What is timed (default: create-unlink)", \
			1                                                                         \
	}

#define OPTION_ROW_TARGET                                                       \
	{                                                                       \
		"target", OPTION_TARGET, "FUNCTION", 0,                         \
			"Hook this kernel function (default: the one that the " \
			"workload is there for)",                               \
			1                                                       \
	}

#define OPTION_ROW_TIMEOUT                                                                  \
	{                                                                                   \
		"timeout", OPTION_TIMEOUT, "SECONDS", 0,                                    \
			"End the VM after so long a silence (default: 180; 60 with kvm)", 2 \
	}

static const struct argp_option plan_rows[] = {
	OPTION_ROW_BACKENDS,
	OPTION_ROW_WORKLOAD,
	OPTION_ROW_TARGET,
	{ "payload", OPTION_PAYLOAD, "LIST", 0,
	  "What the program does at each hit; several make a run each (default: count)", 1 },
	{ "rounds", OPTION_ROUNDS, "N", 0,
	  "Trials of each backend (default: 2 in exact mode, else 40)", 1 },
	{ "precision", OPTION_PRECISION, "P", 0,
	  "Add rounds until half of every interval is at most this: 5ns, or 2% of the overhead",
	  1 },
	{ "max-time", OPTION_MAX_TIME, "SECONDS", 0,
	  "With --precision: add no round after this time (default: 60)", 1 },
	{ "cycles", OPTION_CYCLES, "N", 0,
	  "Cycles a trial and thread (default: 1000 in exact mode, else 2000; with --rate, half a "
	  "second's)",
	  1 },
	{ "threads", OPTION_THREADS, "LIST", 0,
	  "Threads that run the workload, each on a CPU of its own; several numbers make a run "
	  "each "
	  "(default: 1)",
	  1 },
	{ "rate", OPTION_RATE, "HZ", 0,
	  "Cycles a second and thread, asleep in between (default: as fast as they go)", 1 },
	{ "cpus", OPTION_CPUS, "LIST", 0,
	  "Where the threads run, such as 2,4-7 (default: isolated CPUs, then those with the "
	  "fewest "
	  "interrupts)",
	  1 },
	{ "dir", OPTION_DIR, "DIR", 0,
	  "Where the workload makes its private folder (default: a tmpfs of its own)", 1 },
	{ "seed", OPTION_SEED, "N", 0,
	  "Of the order of the trials (default: 1 in exact mode, else random)", 1 },
	{ 0 },
};

static const struct argp_option target_rows[] = { OPTION_ROW_WORKLOAD, OPTION_ROW_TARGET, { 0 } };

static const struct argp_option backends_rows[] = {
	OPTION_ROW_BACKENDS, OPTION_ROW_WORKLOAD, OPTION_ROW_TARGET, { 0 }
};

static const struct argp_option kernel_rows[] = {
	{ "kernel", OPTION_KERNEL, "IMAGE", 0,
	  "Boot this kernel in a VM instead of using the running one: a path, or a version that "
	  "fetch-kernel knows (6.12)",
	  2 },
	{ 0 },
};

static const struct argp_option kernels_rows[] = {
	{ "kernel", OPTION_KERNEL, "IMAGE", 0,
	  "Compare this kernel with the one named before it: a path, or a version that "
	  "fetch-kernel knows (6.12). Without any: the images installed under /boot",
	  2 },
	{ 0 },
};

static const struct argp_option explained_rows[] = {
	{ "kernel", OPTION_KERNEL, "IMAGE", 0,
	  "Explain this kernel: a path, or a version that fetch-kernel knows (6.12). A second one: "
	  "what changed from the first to it",
	  2 },
	{ 0 },
};

static const struct argp_option vm_rows[] = {
	{ "accel", OPTION_ACCEL, "NAME", 0,
	  "How the VM runs: exact (counts instructions; the default), kvm, tcg (the default of "
	  "attach, "
	  "macro and trace), or auto (kvm if it works, else exact)",
	  2 },
	{ "cpu-model", OPTION_CPU_MODEL, "LIST", 0,
	  "The VM's CPU, as QEMU calls it; several make a run each (default: qemu64; host with "
	  "kvm)",
	  2 },
	{ "append", OPTION_APPEND, "ARGS", 0,
	  "More for the VM's kernel command line; given several times, a run each, '' being "
	  "nothing more",
	  2 },
	OPTION_ROW_TIMEOUT,
	{ 0 },
};

static const struct argp_option timeout_rows[] = { OPTION_ROW_TIMEOUT, { 0 } };

static const struct argp_option output_rows[] = {
	{ NULL, 'o', "DIR", 0,
	  "Store the run in this new folder; several runs in folders below it (default: below "
	  "results/runs)",
	  3 },
	{ 0 },
};

static const struct argp_option stored_rows[] = {
	{ "report", OPTION_REPORT, NULL, 0,
	  "Also make a report of what is stored: see hookbench report --help", 2 },
	{ "no-histograms", OPTION_NO_HISTOGRAMS, NULL, 0,
	  "Store the figures of each trial and leave out its histograms: for runs to be kept", 3 },
	{ 0 },
};

static const struct argp_option explain_rows[] = {
	{ "explain", OPTION_EXPLAIN, NULL, 0,
	  "Also count in which kernel functions the instructions are spent, in exact mode: see "
	  "hookbench explain --help",
	  2 },
	{ 0 },
};

static const struct argp_option quiet_rows[] = {
	{ "quiet", 'q', NULL, 0, "No progress, and no other text than errors and results", 3 },
	{ 0 },
};

const struct argp options_plan = { plan_rows, parse_plan, NULL, NULL, NULL, NULL, NULL };
const struct argp options_backends = { backends_rows, parse_plan, NULL, NULL, NULL, NULL, NULL };
const struct argp options_target = { target_rows, parse_plan, NULL, NULL, NULL, NULL, NULL };
const struct argp options_kernel = { kernel_rows, parse_kernel, NULL, NULL, NULL, NULL, NULL };
const struct argp options_kernels = { kernels_rows, parse_kernels, NULL, NULL, NULL, NULL, NULL };
const struct argp options_explained = {
	explained_rows, parse_kernels, NULL, NULL, NULL, NULL, NULL
};
const struct argp options_vm = { vm_rows, parse_vm, NULL, NULL, NULL, NULL, NULL };
const struct argp options_timeout = { timeout_rows, parse_vm, NULL, NULL, NULL, NULL, NULL };
const struct argp options_output = { output_rows, parse_rest, NULL, NULL, NULL, NULL, NULL };
const struct argp options_stored = { stored_rows, parse_rest, NULL, NULL, NULL, NULL, NULL };
const struct argp options_explain = { explain_rows, parse_rest, NULL, NULL, NULL, NULL, NULL };
const struct argp options_quiet = { quiet_rows, parse_rest, NULL, NULL, NULL, NULL, NULL };

/* ---- defaults and what does not go together ---- */

static uint64_t random_seed(void)
{
	uint32_t seed = 1;

	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed) || !seed)
		seed = 1;
	return seed;
}

static bool is_exact(const struct options *options)
{
	return options->in_vm && options->accelerator == ACCEL_EXACT;
}

static uint64_t default_cycles(const struct plan *plan)
{
	uint64_t most = defaults[plan->unit].cycles, cycles = plan->rate_hz / 2;

	if (!plan->rate_hz || cycles > most)
		return most;
	return cycles < PACED_MIN_CYCLES ? PACED_MIN_CYCLES : cycles;
}

struct plan options__plan(const struct options *options)
{
	struct plan plan = options->plan;
	uint64_t warmup_min;

	plan.unit = is_exact(options) ? CLOCK_INSTRUCTIONS : CLOCK_NANOSECONDS;
	if (plan.precision[0] && !plan.max_time_s)
		plan.max_time_s = MAX_TIME_S;
	if (!plan.rounds)
		plan.rounds = plan.precision[0] ? PLAN_MAX_ROUNDS : defaults[plan.unit].rounds;
	if (!plan.cycles)
		plan.cycles = default_cycles(&plan);
	if (!plan.seed)
		plan.seed = plan.unit == CLOCK_INSTRUCTIONS ? 1 : random_seed();
	plan.warmup = plan.cycles / defaults[plan.unit].warmup_share;
	warmup_min = plan.rate_hz ? PACED_MIN_WARMUP : defaults[plan.unit].warmup_min;
	if (plan.warmup < warmup_min)
		plan.warmup = warmup_min;
	return plan;
}

static void refuse(const char *why)
{
	log__error("%s", why);
	exit(argp_err_exit_status);
}

static bool wants_threads(const struct options *options)
{
	struct options one = *options;
	bool found = options->plan.threads > 1;

	for (size_t i = 0; i < variants__count(&options->axes) && !found; i++) {
		variants__choose(&options->axes, i, &one);
		found = one.plan.threads > 1;
	}
	return found;
}

/* Before anything boots: one of several would be found out late. */
static void check_cpu_models(const struct options *options)
{
	for (size_t i = 0; i < options->axes.of[AXIS_CPU_MODEL].n; i++)
		exit_if(cpu_model__check(options->axes.of[AXIS_CPU_MODEL].values[i]));
}

static void options__check(const struct options *options)
{
	bool exact = is_exact(options) || options->accelerator == ACCEL_AUTO;

	if (!options->takes_product)
		exit_if(variants__require_one(&options->axes));
	if (options->in_vm && exact && wants_threads(options))
		refuse("exact mode has one CPU, so --threads must be 1; --accel tcg or kvm takes "
		       "more");
	if (exact && options->in_vm && (options->plan.precision[0] || options->plan.rate_hz))
		refuse("--precision and --rate are of time, and exact mode counts instructions: "
		       "leave "
		       "them out, or take --accel kvm or tcg");
	if (options->explain && !is_exact(options))
		refuse("--explain counts instructions, as exact mode does: name a kernel with "
		       "--kernel, and leave out other kinds of --accel");
	if (options->plan.max_time_s && !options->plan.precision[0])
		refuse("--max-time goes with --precision: --rounds says how much is measured");
	if (options->in_vm && options->plan.cpus[0])
		refuse("--cpus are CPUs of this machine, which a VM does not see: leave it out, or "
		       "measure on the running kernel: hookbench run without --kernel");
	if (options->in_vm && options->plan.dir[0])
		refuse("--dir is a folder of this machine, which a VM does not see: leave it out, "
		       "or "
		       "measure on the running kernel: hookbench run without --kernel");
	if (!options->in_vm && (options->has_accelerator || options->axes.of[AXIS_CPU_MODEL].n ||
				options->axes.of[AXIS_APPEND].n || options->timeout_s))
		refuse("--accel, --cpu-model, --append and --timeout are for a VM: name its kernel "
		       "with --kernel");
	check_cpu_models(options);
}

/* The groups of the command that is being parsed: argp does not tell its parser which it is. */
static const struct argp_child *groups;

/* A command's own parser: hands its input to the groups of options. */
static error_t parse_groups(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	if (key != ARGP_KEY_INIT)
		return ARGP_ERR_UNKNOWN;
	for (size_t i = 0; groups[i].argp; i++)
		state->child_inputs[i] = state->input;
	return 0;
}

void options__parse(int argc, char **argv, const struct argp *argp, struct options *options)
{
	struct argp command = *argp;

	*options = (struct options){ .accelerator = ACCEL_EXACT, .plan.threads = 1 };
	plan__set_backends(&options->plan, DEFAULT_BACKENDS);
	plan__set_workload(&options->plan, workloads[0].name);
	plan__set_payload(&options->plan, payloads[0].name);
	groups = argp->children;
	command.parser = parse_groups;
	argp_parse(&command, argc, argv, 0, NULL, options);
	options__check(options);
	if (options->quiet) {
		progress__disable();
		log__set_quiet();
	}
}
