// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options_parse.h"
#include "bench/cli/variants_parse.h"
#include "bench/commands/commands.h"
#include "bench/commands/judge_drivers.h"
#include "bench/commands/judge_kernels.h"
#include "bench/commands/measured_before.h"
#include "bench/commands/named_kernels.h"
#include "bench/commands/programs_workload.h"
#include "bench/commands/store_run.h"
#include "bench/execute/batch.h"
#include "bench/execute/execute.h"
#include "bench/model/store.h"
#include "report/figures/precision.h"
#include "report/report.h"

enum {
	OPTION_JOBS = 0x200,
	OPTION_FRESH,
	OPTION_BOOT,
	OPTION_MAX_INCREASE,
	OPTION_FORMAT,
	OPTION_DRIVERS,
	OPTION_GATE_BASE,
};

struct regress_options {
	struct options options; /* must be first: the groups of options know only this */
	unsigned int jobs;	/* 0: as many as there are CPUs */
	bool fresh;
	const char *boot; /* where images are installed; NULL: /boot */
	struct judge_kernels judge;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct regress_options *regress = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		regress->judge.format = &matrix_formats[0];
		regress->options.takes_product = true;
		break;
	case OPTION_JOBS:
		regress->jobs = (unsigned int)options__number("jobs", arg, 1, BATCH_MAX_JOBS);
		break;
	case OPTION_FRESH: regress->fresh = true; break;
	case OPTION_BOOT: regress->boot = arg; break;
	case OPTION_DRIVERS: regress->judge.drivers = true; break;
	case OPTION_MAX_INCREASE: judge_kernels__take_increase(state, arg, &regress->judge); break;
	case OPTION_GATE_BASE: regress->judge.gate_base = true; break;
	case OPTION_FORMAT: judge_kernels__take_format(state, arg, &regress->judge); break;
	case ARGP_KEY_END:
		if (regress->judge.drivers)
			regress->options.explain = EXPLAIN_DRIVERS;
		break;
	case 'o': regress->options.output.folder = arg; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "boot", OPTION_BOOT, "DIR", 0,
	  "Where to look for installed images when no kernel is named (default: /boot)",
	  OPTIONS_WHERE },
	{ "jobs", OPTION_JOBS, "N", 0,
	  "VMs at a time (default: one per CPU in exact mode, else one, since they disturb each other)",
	  OPTIONS_VM },
	{ "fresh", OPTION_FRESH, NULL, 0,
	  "Measure again what is already stored with the same hookbench, QEMU, CPU model and plan",
	  OPTIONS_VM },
	{ "max-increase", OPTION_MAX_INCREASE, "N", 0, THRESHOLD_HELP THRESHOLD_DRIVERS_HELP,
	  OPTIONS_OUTPUT },
	{ "gate-base", OPTION_GATE_BASE, NULL, 0, GATE_BASE_HELP, OPTIONS_OUTPUT },
	{ "drivers", OPTION_DRIVERS, NULL, 0,
	  "Also count what makes instructions dear, and print a matrix for each: see hookbench explain --help. As CSV, instead of the overheads",
	  OPTIONS_OUTPUT },
	{ "format", OPTION_FORMAT, "NAME", 0, "table (default), markdown or csv", OPTIONS_OUTPUT },
	{ NULL, 'o', "DIR", 0,
	  "Store the runs in new folders below this one, and look there for stored runs "
	  "(default: " STORE_DEFAULT ")",
	  OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp options_regress = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = { OPTION_HEADINGS("What is measured:"), { 0 } };

static const struct argp_child children[] = {
	{ &options_kernels, 0, NULL, 0 }, { &options_plans, 0, NULL, 0 },
	{ &options_program, 0, NULL, 0 }, { &options_vms, 0, NULL, 0 },
	{ &options_regress, 0, NULL, 0 }, { &options_stored, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	  { 0 },
};

static const struct argp argp = {
	.options = headings,
	.doc = "Measures each kernel in a VM, and compares each with the one before and the last with the first. "
	       "Each combination of the values of --arch, --workload, --payload, --cpu-model, --append, --beside, --elsewhere, --copies, --pid-filter and --threads has a matrix of its own.\v"
	       "Exit status: 0 no regression; 1 a regression; 2 wrong usage, or nothing could be measured; 3 inconclusive, or a kernel could not be measured; 75 this machine failed, try again."
	       "\n\nExamples:\n  hookbench regress --kernel 6.1 --kernel 6.12 --kernel 7.3\n  hookbench regress --kernel 6.12 --kernel ./bzImage --program mine.bpf.c",
	.children = children,
};

/* ---- the kernels ---- */

struct kernel {
	const struct named_kernel *named;
	bool is_known; /* `run` is set */
	struct run run;
	char reason[512]; /* why it could not be measured */
	char *path;	  /* where the run is stored; NULL if it is not */
};

/* The runs of all matrices, for the report. */
struct stored_paths {
	size_t n;
	char **v;
};

/* One matrix: one combination of the options' values, on each kernel. */
struct session {
	struct regress_options *regress; /* with the values of this combination */
	struct stored_paths *stored;
	const char *parent; /* parent folder of the stored runs */
	struct named_kernels named;
	size_t n;
	struct kernel *kernels; /* one for each named kernel */
	size_t n_jobs;
	struct batch_job *jobs;	     /* for the kernels that are not known */
	struct kernel **job_kernels; /* the kernel of each job */
	bool store_failed;
};

static int session__find_kernels(struct session *s)
{
	const char *boot = s->regress->boot ? s->regress->boot : "/boot";
	int err = named_kernels__find(&s->named, &s->regress->options, boot);

	if (err)
		return err;
	s->n = s->named.n;
	for (size_t i = 0; i < s->n; i++)
		s->kernels[i].named = &s->named.v[i];
	return 0;
}

/* ---- measuring ---- */

static struct job session__job(const struct session *s)
{
	return (struct job){ &s->regress->options.plan,	    &s->regress->options.where,
			     s->regress->options.explain,   precision__is_enough,
			     &s->regress->options.programs, NULL };
}

static bool session__reuse(const struct session *s, struct kernel *kernel)
{
	const struct job job = session__job(s);
	char path[PATH_MAX];

	if (!measured_before__find(&job, kernel->named->image, s->parent, path, sizeof(path),
				   &kernel->run))
		return false;
	log__info("%s: measured before, %s", kernel->named->name, path);
	kernel->path = strdup(path);
	return true;
}

static void session__plan_jobs(struct session *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct kernel *kernel = &s->kernels[i];

		kernel->is_known = !s->regress->fresh && session__reuse(s, kernel);
		if (kernel->is_known)
			continue;
		s->job_kernels[s->n_jobs] = kernel;
		s->jobs[s->n_jobs++] = (struct batch_job){ .name = kernel->named->name,
							   .job = session__job(s),
							   .image = kernel->named->image };
	}
}

static void store(struct session *s, struct kernel *kernel, uint64_t elapsed_ns)
{
	struct summary summary;
	char path[PATH_MAX];

	summary__make(&kernel->run, &summary);
	if (store_run(&kernel->run, &summary, &s->regress->options.output, NULL, s->parent, path,
		      sizeof(path)))
		s->store_failed = true;
	else
		log__info("%s: measured in %.1f s, stored in %s", kernel->named->name,
			  (double)elapsed_ns / 1e9, path);
	if (!s->store_failed)
		kernel->path = strdup(path);
}

/* Stores each run as soon as it is measured, so that later failures cannot lose it. */
static void finish_job(struct batch_job *job, void *context)
{
	struct session *s = context;
	struct kernel *kernel = s->job_kernels[job - s->jobs];

	if (job->err == -EINTR)
		return;
	/* If nothing attaches on a kernel, that is a result, but not a run. */
	kernel->is_known = !job->err || job->err == -ENOTSUP;
	kernel->run = job->run;
	if (!job->err)
		store(s, kernel, job->elapsed_ns);
	else if (job->err != -ENOTSUP)
		snprintf(kernel->reason, sizeof(kernel->reason), "%s",
			 job->reason[0] ? job->reason : strerror(-job->err));
}

/* ---- the answer ---- */

static size_t count_known(const struct session *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->kernels[i].is_known;
	return n;
}

static int session__judge(const struct session *s)
{
	struct matrix_input inputs[OPTIONS_MAX_KERNELS];
	int status;

	for (size_t i = 0; i < s->n; i++)
		inputs[i] = (struct matrix_input){
			.name = s->kernels[i].named->name,
			.run = s->kernels[i].is_known ? &s->kernels[i].run : NULL,
			.reason = s->kernels[i].reason,
		};
	status = judge_kernels(&s->regress->judge, inputs, s->n);
	return s->store_failed ? EXIT_NOT_MEASURED : status;
}

/* Hands over the paths. 0 or -ENOMEM, logged. */
static int session__keep_paths(struct session *s)
{
	char **v = reallocarray(s->stored->v, s->stored->n + s->n + 1, sizeof(*v));

	if (!v)
		return log__out_of_memory();
	s->stored->v = v;
	for (size_t i = 0; i < s->n; i++)
		if (s->kernels[i].path) {
			v[s->stored->n++] = s->kernels[i].path;
			s->kernels[i].path = NULL;
		}
	return 0;
}

static int session__run(struct session *s)
{
	const struct options *options = &s->regress->options;
	unsigned int parallel =
		s->regress->jobs ? s->regress->jobs : batch__default_parallel(&options->where);
	int err = session__find_kernels(s), status;

	if (!err)
		err = store__check_parent(s->parent);
	if (err)
		return EXIT_NOT_MEASURED;
	err = programs_workload__choose(&s->regress->options, s->kernels[0].named->image);
	if (err)
		return EXIT_NOT_MEASURED;
	session__plan_jobs(s);
	err = batch__run(s->jobs, s->n_jobs, parallel, finish_job, s);
	if (err == -EINTR)
		log__error("stopped; %zu of %zu kernels were measured before that%s%s",
			   count_known(s), s->n, count_known(s) ? " and stored in " : "",
			   count_known(s) ? s->parent : "");
	if (err)
		return EXIT_NOT_MEASURED;
	status = session__judge(s);
	fflush(stdout); /* before the messages on stderr */
	return session__keep_paths(s) ? EXIT_NOT_MEASURED : status;
}

static struct session *session__new(struct regress_options *regress)
{
	struct session *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->regress = regress;
	s->parent = regress->options.output.folder ? regress->options.output.folder : STORE_DEFAULT;
	s->kernels = calloc(OPTIONS_MAX_KERNELS, sizeof(*s->kernels));
	s->jobs = calloc(OPTIONS_MAX_KERNELS, sizeof(*s->jobs));
	s->job_kernels = calloc(OPTIONS_MAX_KERNELS, sizeof(struct kernel *));
	return s;
}

static void session__free(struct session *s)
{
	for (size_t i = 0; i < s->n; i++) {
		run__free(&s->kernels[i].run);
		free(s->kernels[i].path);
	}
	free(s->kernels);
	free(s->jobs);
	free(s->job_kernels);
	free(s);
}

/* ---- all matrices ---- */

static int measure_matrix(const struct regress_options *all, size_t combination,
			  struct stored_paths *stored)
{
	const struct variants *axes = &all->options.axes;
	struct regress_options one = *all;
	char label[VARIANTS_NAME_SIZE];
	int status = EXIT_NOT_MEASURED;
	struct session *s;

	variants__choose(axes, combination, &one.options);
	variants__label(axes, combination, label);
	one.judge.label = label;
	one.judge.is_further = combination > 0;
	s = session__new(&one);
	if (s && s->kernels && s->jobs && s->job_kernels) {
		s->stored = stored;
		status = session__run(s);
	} else {
		log__out_of_memory();
	}
	if (s)
		session__free(s);
	return status;
}

/* Reports on all stored runs, in the folder that contains them. */
static void report(const struct regress_options *regress, const struct stored_paths *stored)
{
	const char *parent = regress->options.output.folder;
	char folder[PATH_MAX];

	snprintf(folder, sizeof(folder), "%.4000s/report", parent ? parent : STORE_DEFAULT);
	if (stored->n)
		report__make(stored->v, stored->n, folder);
}

static int check(const struct regress_options *regress)
{
	const struct options *options = &regress->options;

	if (regress->boot && options->n_kernels)
		return log__fail(
			-EINVAL,
			"--boot names the folder to search when no kernel is named: remove either --boot or --kernel");
	/* Its lines do not say of which combination they are. */
	if (options->explain == EXPLAIN_DRIVERS && !strcmp(regress->judge.format->name, "csv"))
		return variants__require_one(&options->axes);
	return 0;
}

int command_regress(int argc, char **argv)
{
	struct stored_paths stored = { 0 };
	struct regress_options regress;
	int status = EXIT_OK;

	memset(&regress, 0, sizeof(regress));
	options__parse(argc, argv, &argp, &regress.options);
	if (check(&regress))
		return EXIT_NOT_MEASURED;
	for (size_t i = 0; i < variants__count(&regress.options.axes) && !*interrupt__flag(); i++)
		status = exit_status__worse(status, measure_matrix(&regress, i, &stored));
	if (regress.options.output.report && !*interrupt__flag())
		report(&regress, &stored);
	for (size_t i = 0; i < stored.n; i++)
		free(stored.v[i]);
	free(stored.v);
	return status;
}
