// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/print.h"
#include "bench/base/usage_error.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/commands/judge_drivers.h"
#include "bench/commands/store_run.h"
#include "bench/execute/execute.h"
#include "bench/hook/backends.h"
#include "bench/measure/plan_names.h"
#include "bench/model/store.h"
#include "bench/vm/cpu_model.h"
#include "report/figures/format.h"
#include "report/figures/precision.h"
#include "report/verdicts/compare.h"
#include "report/verdicts/pool.h"

/* How `git bisect run` interprets an exit status: see git-bisect(1). */
enum step_status {
	STEP_GOOD = 0,
	STEP_BAD = 1,
	STEP_SKIP = 125,	      /* this kernel cannot be judged */
	STEP_ABORT = EXIT_NO_VERDICT, /* no kernel can be judged */
};

enum {
	OPTION_BACKEND = 0x200,
	OPTION_GOOD,
	OPTION_MAX_INCREASE,
};

struct step_options {
	struct options options; /* must be first: the groups of options know only this */
	const char *backend;
	const char *good;
	char image[PATH_MAX]; /* the image of the kernel in the options */
	struct threshold threshold;
	bool has_threshold;
	struct drivers_limits limits;
};

/* A program is judged like a backend; in the good run, it may have another name than its file. */
static void take_program(struct argp_state *state, struct step_options *step)
{
	struct program_files *programs = &step->options.programs;

	if (programs->n > 1)
		usage_error(state, "one program is judged: give --program once");
	if (!programs->n)
		return;
	if (!step->backend)
		step->backend = programs->v[0].arm;
	else if (strlen(step->backend) < sizeof(programs->v[0].arm))
		memmove(programs->v[0].arm, step->backend, strlen(step->backend) + 1);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct step_options *step = state->input;

	switch (key) {
	case OPTION_BACKEND: step->backend = arg; break;
	case OPTION_GOOD: step->good = arg; break;
	case OPTION_MAX_INCREASE:
		if (drivers_limits__is_one(arg)) {
			judge_drivers__take(state, arg, &step->limits);
			break;
		}
		if (threshold__parse(arg, &step->threshold))
			usage_error(state, THRESHOLD_USAGE, arg);
		step->has_threshold = true;
		break;
	case 'o': step->options.output.folder = arg; break;
	case ARGP_KEY_END:
		take_program(state, step);
		if (!step->options.where.kernel || !step->backend || !step->good)
			usage_error(
				state,
				"name the kernel, the backend or your program, and the good run: --kernel, --backend or --program, and --good");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "backend", OPTION_BACKEND, "NAME", 0,
	  "The backend whose overhead is judged; with --program, the program's name in the good run (default: after its file)",
	  OPTIONS_OUTPUT },
	{ "good", OPTION_GOOD, "RUN", 0,
	  "A stored run of a good kernel; it sets the plan and the VM", OPTIONS_OUTPUT },
	{ "max-increase", OPTION_MAX_INCREASE, "N", 0, THRESHOLD_HELP THRESHOLD_DRIVERS_HELP,
	  OPTIONS_OUTPUT },
	{ NULL, 'o', "DIR", 0, "Store the run in this new folder (default: do not store it)",
	  OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp options_step = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = {
	OPTION_HEADING_WHERE,
	OPTION_HEADING_PROGRAM,
	OPTION_HEADING_VM,
	OPTION_HEADING("What is judged:", OPTIONS_OUTPUT),
	{ 0 },
};

static const struct argp_child children[] = {
	{ &options_kernel, 0, NULL, 0 },  { &options_timeout, 0, NULL, 0 },
	{ &options_program, 0, NULL, 0 }, { &options_step, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	  { 0 },
};

static const struct argp argp = {
	.options = headings,
	.doc = "Judges one kernel for git bisect run: whether the overhead of one backend is larger than in a stored run.\v"
	       "Exit status: 0 good; 1 bad; 125 this kernel does not boot, the backend does not attach, or the data are inconclusive; 128 wrong usage, or this machine failed (no memory, a full disk, QEMU died), which ends the bisection."
	       "\n\nExamples:\n  git bisect run hookbench bisect-step --kernel arch/x86/boot/bzImage \\\n    --backend fentry --good ../good",
	.children = children,
};

static const char *text_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* Measures in the VM in which the good run was measured. */
static int take_vm(struct step_options *step, const struct run *good)
{
	struct where *where = &step->options.where;
	const char *name = text_of(good->vm, "accelerator");
	const char *machine = text_of(good->environment, "architecture");
	int accelerator = name ? accelerator__find(name) : -EINVAL;

	if (!good->vm) {
		log__error(
			"%s was measured on a running kernel: bisecting needs a good run in a VM, from hookbench run --kernel",
			step->good);
		return -EINVAL;
	}
	if (accelerator < 0) {
		log__error(
			"%s was measured with an accelerator that this hookbench does not support",
			step->good);
		return -EINVAL;
	}
	where->accelerator = (enum accelerator)accelerator;
	where->cpu_model = text_of(good->vm, "cpu_model");
	where->append = text_of(good->vm, "append");
	where->arch = machine ? guest_arch__find(machine) : guest_arch__native();
	if (!where->arch)
		return log__fail(
			-EINVAL,
			"%s was measured on an architecture that this hookbench does not support",
			step->good);
	if (where->cpu_model && cpu_model__check(where->arch, where->cpu_model))
		return -EINVAL;
	return 0;
}

/* Measures what was measured for the good run, as far as the one backend is concerned. */
static int take_plan(struct step_options *step, const struct run *good)
{
	struct options *options = &step->options;

	if (take_vm(step, good))
		return -EINVAL;
	if (plan__set_workload(&options->plan, good->plan.workload) ||
	    plan__set_payload(&options->plan, good->plan.payload) ||
	    plan__set_backends(&options->plan,
			       options->programs.n ? backends[0].name : step->backend))
		return -EINVAL;
	if (!options->plan.settings.only[0] && !options->plan.settings.retarget[0] &&
	    !options->plan.settings.set[0])
		options->plan.settings = good->plan.settings;
	strcpy(options->plan.target, good->plan.target);
	/* With a precision, the number of rounds that it took. */
	options->plan.rounds =
		good->plan.precision[0] ? run__count_rounds(good) : good->plan.rounds;
	options->plan.cycles = good->plan.cycles;
	options->plan.threads = good->plan.threads;
	options->plan.copies = good->plan.copies;
	options->plan.pid_filter = good->plan.pid_filter;
	memcpy(options->plan.beside, good->plan.beside, sizeof(good->plan.beside));
	memcpy(options->plan.elsewhere, good->plan.elsewhere, sizeof(good->plan.elsewhere));
	options->plan.seed = good->plan.seed;
	options->plan.rate_hz = good->plan.rate_hz;
	return 0;
}

static enum step_status judge_row(const struct comparison *c, const struct comparison_row *row)
{
	char base[CELL_SIZE], new_value[CELL_SIZE], difference[CELL_SIZE];
	static const char *const words[] = { [STEP_GOOD] = "good", [STEP_BAD] = "bad" };
	enum step_status status = STEP_SKIP;

	if (row->verdict == VERDICT_REGRESSION && isfinite(row->new_value))
		status = STEP_BAD;
	else if (row->verdict == VERDICT_SAME || row->verdict == VERDICT_IMPROVEMENT)
		status = STEP_GOOD;
	format__grouped(base, row->base, false);
	format__grouped(new_value, row->new_value, false);
	format__grouped(difference, row->difference, true);
	print__terminal(stdout, "%s: %s -> %s %s (%s): %s%s%s\n", row->backend, base, new_value,
			clock_unit__name(c->unit), difference,
			status == STEP_SKIP ? "cannot be judged" : words[status],
			row->note[0] ? ": " : "", row->note);
	return status;
}

/* Warns of differences outside the kernel that may change the numbers. */
static void warn_of_another_ruler(const struct comparison *c)
{
	for (size_t i = 0; i < c->n_facts; i++) {
		const struct comparison_fact *fact = &c->facts[i];

		if (fact->base[0] && fact->new_value[0] &&
		    (!strcmp(fact->name, "vm.qemu_version") || !strncmp(fact->name, "program.", 8)))
			log__warning(
				"%s differs from the good run's (%s, %s): measure the good kernel again",
				fact->name, fact->new_value, fact->base);
	}
}

/* What makes the instructions dear may grow where their number does not. */
static enum step_status judge_drivers(const struct step_options *step, const struct run *good,
				      const struct run *run)
{
	switch (judge_drivers__pair(good, step->good, run, step->options.where.kernel,
				    &step->limits)) {
	case EXIT_OK: return STEP_GOOD;
	case EXIT_REGRESSION: return STEP_BAD;
	default: return STEP_SKIP;
	}
}

static enum step_status judge(const struct step_options *step, const struct run *good,
			      const struct run *run)
{
	struct comparison comparison;
	enum step_status status;

	compare__make(good, run,
		      step->has_threshold ? step->threshold : threshold__default(good->unit), false,
		      &comparison);
	warn_of_another_ruler(&comparison);
	if (comparison.obstacle.text[0]) {
		log__error("this kernel cannot be judged: %s", comparison.obstacle.text);
		return STEP_SKIP;
	}
	status = judge_row(&comparison, compare__row(&comparison, step->backend));
	fflush(stdout); /* before the messages on stderr */
	return status == STEP_GOOD && step->limits.n ? judge_drivers(step, good, run) : status;
}

static int store(struct run *run, const struct output *output)
{
	struct summary summary;
	char path[PATH_MAX];

	if (!output->folder)
		return 0;
	summary__make(run, &summary);
	return store_run(run, &summary, output, output->folder, NULL, path, sizeof(path));
}

static struct job job_of(const struct step_options *step)
{
	return (struct job){ &step->options.plan,
			     &step->options.where,
			     step->limits.n ? EXPLAIN_DRIVERS : EXPLAIN_NOTHING,
			     precision__is_enough,
			     &step->options.programs,
			     NULL };
}

static enum step_status measure_and_judge(const struct step_options *step, const struct run *good)
{
	enum step_status status = STEP_SKIP;
	struct run run;
	const struct job job = job_of(step);
	int err = execute__measure(&job, &run);

	bool is_judged = !err || err == -ENOTSUP;

	/* To skip the commit because of this machine would blame the kernel. */
	if ((!err && store(&run, &step->options.output)) ||
	    (!is_judged && machine_failure__happened()))
		status = STEP_ABORT;
	else if (is_judged)
		status = judge(step, good, &run);
	run__free(&run);
	return status;
}

/* Checks that the good run can be compared with at all. */
static int check_good(const struct step_options *step, const struct run *good)
{
	const struct summary_row *row;
	struct summary summary;

	summary__make(good, &summary);
	row = summary__row(&summary, step->backend);
	if (summary.n_problems)
		log__error("%s is invalid: %s", step->good, summary.problems[0]);
	else if (!row || row->reference)
		log__error("%s has no overhead of \"%s\" for comparison", step->good,
			   step->backend);
	else
		return step->limits.n ? drivers__check(good, step->good) : 0;
	return -EINVAL;
}

static enum step_status run_step(struct step_options *step, const struct run *good)
{
	struct job job = job_of(step);

	/* These would be wrong for every kernel. */
	if (check_good(step, good) || take_plan(step, good) ||
	    store__check_folder(step->options.output.folder) ||
	    where__find_image(&step->options.where, step->options.where.kernel, step->image,
			      sizeof(step->image)) ||
	    execute__check_image(&job, step->image))
		return STEP_ABORT;
	step->options.where.kernel = step->image;
	return measure_and_judge(step, good);
}

int command_bisect_step(int argc, char **argv)
{
	struct step_options step;
	enum step_status status;
	struct run good;
	size_t n_runs;

	memset(&step, 0, sizeof(step));
	argp_err_exit_status = STEP_ABORT;
	options__parse(argc, argv, &argp, &step.options);
	if (pool__read(step.good, false, &good, &n_runs))
		return STEP_ABORT;
	status = run_step(&step, &good);
	run__free(&good);
	return status;
}
