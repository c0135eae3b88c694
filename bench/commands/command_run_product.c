// SPDX-License-Identifier: GPL-2.0-or-later
/* `hookbench run` with several values of options: a run for each combination. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/cli/variants_parse.h"
#include "bench/commands/command_run.h"
#include "bench/commands/commands.h"
#include "bench/commands/store_run.h"
#include "bench/execute/batch.h"
#include "bench/execute/execute.h"
#include "bench/model/store.h"
#include "report/figures/precision.h"
#include "report/report.h"
#include "report/tables/terminal.h"
#include "report/tables/terminal_table.h"
#include "report/verdicts/variants_table.h"

struct combination {
	size_t index;
	char label[VARIANTS_NAME_SIZE];
	char image[PATH_MAX];	/* when measured at once */
	struct options options; /* with the values of this combination */
	bool was_tried;		/* when measured one after another */
	bool is_measured;	/* `run` and `summary` are set */
	struct run run;
	struct summary summary;
	char reason[512]; /* why it could not be measured */
	char *path;	  /* where the run is stored; NULL if it is not */
};

struct product_session {
	const struct run_options *run;
	const json_t *warnings;
	size_t n;
	struct combination *combinations;
	struct batch_job *jobs; /* one per combination, in exact mode */
	bool failed;		/* something could not be stored */
	bool imprecise;		/* a precision was not reached */
	struct kept_vm kept;	/* for those that are measured one after another */
};

/* ---- one combination ---- */

static int combination__store(struct combination *c)
{
	const struct options *options = &c->options;
	char folder[PATH_MAX], path[PATH_MAX], name[VARIANTS_NAME_SIZE];
	const char *output = options->output.folder;
	int err;

	variants__folder(&options->axes, c->index, name);
	snprintf(folder, sizeof(folder), "%.3800s/%s", output ? output : "", name);
	err = store_run(&c->run, &c->summary, &options->output, output ? folder : NULL,
			STORE_DEFAULT, path, sizeof(path));
	if (!err)
		c->path = strdup(path);
	return err;
}

static struct job combination__job(const struct combination *c, struct kept_vm *kept)
{
	return (struct job){ &c->options.plan,	   &c->options.where,	 c->options.explain,
			     precision__is_enough, &c->options.programs, kept };
}

/* Of a run in which nothing was measured; "" if it says none. */
static const char *first_reason(const struct run *run)
{
	for (size_t i = 0; i < run->n_capabilities; i++)
		if (run->capabilities[i].reason[0])
			return run->capabilities[i].reason;
	return "";
}

/* Stores each run as soon as it is measured, so that later failures cannot lose it. */
static void session__take(struct product_session *s, struct combination *c, int err)
{
	c->is_measured = !err;
	if (err == -ENOTSUP)
		snprintf(c->reason, sizeof(c->reason), "no hook attaches and is hit%s%s",
			 first_reason(&c->run)[0] ? ": " : "", first_reason(&c->run));
	if (err)
		return;
	if (s->warnings)
		json_object_set(c->run.environment, "warnings", (json_t *)s->warnings);
	summary__make(&c->run, &c->summary);
	s->failed |= combination__store(c) != 0;
}

/* ---- here, or where several at once would disturb each other: one after another ---- */

/* True: go on. */
static bool session__measure_one(struct product_session *s, struct combination *c)
{
	const struct job job = combination__job(c, &s->kept);
	int err = execute__measure(&job, &c->run);

	session__take(s, c, err);
	if (err == -ENOTSUP) {
		print_nothing_measured(&c->run, c->label);
	}
	if (err)
		return err == -ENOTSUP;
	terminal__print_run(&c->run, &c->summary, stdout);
	putchar('\n');
	fflush(stdout); /* before the messages on stderr */
	if (c->path)
		log__info("Stored in %s", c->path);
	s->imprecise |= !warn_of_precision(&c->run, &c->summary, c->label);
	return !s->failed;
}

/* See kept_vm.h. */
static bool need_same_boot(const struct combination *a, const struct combination *b)
{
	return a->options.where.arch == b->options.where.arch &&
	       text__are_equal(a->options.where.cpu_model, b->options.where.cpu_model) &&
	       text__are_equal(a->options.where.append, b->options.where.append) &&
	       a->options.plan.threads == b->options.plan.threads;
}

/* Those that need the same boot follow each other, as one guest is kept. */
static int session__measure_each(struct product_session *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = i; j < s->n; j++) {
			struct combination *c = &s->combinations[j];

			if (c->was_tried || !need_same_boot(&s->combinations[i], c))
				continue;
			c->was_tried = true;
			if (!session__measure_one(s, c))
				return -ECANCELED;
		}
	return 0;
}

/* ---- instructions: several VMs at a time ---- */

static void finish_job(struct batch_job *job, void *context)
{
	struct product_session *s = context;
	struct combination *c = &s->combinations[job - s->jobs];

	c->run = job->run;
	if (job->err)
		snprintf(c->reason, sizeof(c->reason), "%s",
			 job->reason[0] ? job->reason : strerror(-job->err));
	session__take(s, c, job->err);
	if (c->path)
		log__info("%s: measured in %.1f s, stored in %s", c->label,
			  (double)job->elapsed_ns / 1e9, c->path);
}

static size_t count_measured(const struct product_session *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->combinations[i].is_measured;
	return n;
}

/* Errors here would be the same for all combinations with this image. */
static int combination__find_image(struct combination *c)
{
	const struct where *where = &c->options.where;
	const struct job job = combination__job(c, NULL);
	int err = where__find_image(where, where->kernel, c->image, sizeof(c->image));

	return err ? err : execute__check_image(&job, c->image);
}

static int session__find_images(struct product_session *s)
{
	int err = 0;

	for (size_t i = 0; i < s->n && !err; i++) {
		struct combination *c = &s->combinations[i];
		size_t same = 0;

		while (s->combinations[same].options.where.arch != c->options.where.arch)
			same++;
		if (same < i)
			memcpy(c->image, s->combinations[same].image, sizeof(c->image));
		else
			err = combination__find_image(c);
	}
	return err;
}

static int session__measure_at_once(struct product_session *s)
{
	const struct options *options = &s->run->options;
	unsigned int parallel =
		s->run->jobs ? s->run->jobs : batch__default_parallel(&options->where);
	int err = session__find_images(s);

	if (err)
		return err;
	for (size_t i = 0; i < s->n; i++)
		s->jobs[i] = (struct batch_job){ .name = s->combinations[i].label,
						 .job = combination__job(&s->combinations[i], NULL),
						 .image = s->combinations[i].image };
	err = batch__run(s->jobs, s->n, parallel, finish_job, s);
	if (err == -EINTR)
		log__error("stopped; %zu of %zu runs were measured and stored before that",
			   count_measured(s), s->n);
	return err;
}

/* ---- the answer ---- */

static void session__print(const struct product_session *s)
{
	struct product_row rows[VARIANTS_MAX_RUNS];
	const struct variants_table product = { &s->run->options.axes, s->n, rows };

	for (size_t i = 0; i < s->n; i++) {
		const struct combination *c = &s->combinations[i];

		rows[i] = (struct product_row){ c->is_measured ? &c->run : NULL, &c->summary,
						c->reason[0] ? c->reason
							     : "stopped before it was measured" };
	}
	s->run->format->print(&product, stdout);
}

static bool is_by_threads_alone(const struct variants *axes)
{
	for (enum axis_id i = 0; i < AXES; i++)
		if (variants__varies(axes, i) != (i == AXIS_THREADS))
			return false;
	return true;
}

/* Thread counts have a separate table, with operations per second. */
static void session__print_threads(const struct product_session *s)
{
	struct summary *summaries = calloc(s->n, sizeof(*summaries));
	unsigned int threads[VARIANTS_MAX_VALUES];
	enum clock_unit unit = CLOCK_NANOSECONDS;
	size_t n = 0;

	for (size_t i = 0; summaries && i < s->n; i++) {
		const struct combination *c = &s->combinations[i];

		if (!c->is_measured)
			continue;
		unit = c->run.unit;
		threads[n] = c->run.plan.threads;
		summaries[n++] = c->summary;
	}
	if (summaries)
		terminal_table__print_threads(summaries, threads, n, unit, stdout);
	else
		log__out_of_memory();
	free(summaries);
}

static void session__report(const struct product_session *s)
{
	const char *output = s->run->options.output.folder;
	char *paths[VARIANTS_MAX_RUNS];
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->combinations[i].path)
			paths[n++] = s->combinations[i].path;
	if (n)
		report__make(paths, n, output ? output : STORE_DEFAULT "/report");
}

static int session__judge(const struct product_session *s)
{
	bool sound = count_measured(s) == s->n && !s->imprecise;

	for (size_t i = 0; i < s->n; i++)
		if (s->combinations[i].is_measured)
			sound &= !s->combinations[i].summary.n_problems;
	if (s->failed || !count_measured(s))
		return EXIT_NOT_MEASURED;
	return sound ? EXIT_OK : EXIT_INCONCLUSIVE;
}

static int session__run(struct product_session *s)
{
	const struct run_options *run = s->run;
	bool exact = where__is_exact(&run->options.where);
	int err = exact ? session__measure_at_once(s) : session__measure_each(s);

	if (err == -EINTR || *interrupt__flag() || !count_measured(s))
		return EXIT_NOT_MEASURED;
	if (is_by_threads_alone(&run->options.axes) && run->format == &product_formats[0])
		session__print_threads(s);
	else
		session__print(s);
	fflush(stdout); /* before the messages on stderr */
	if (run->options.output.report)
		session__report(s);
	return err ? EXIT_NOT_MEASURED : session__judge(s);
}

static void session__close(struct product_session *s)
{
	for (size_t i = 0; s->combinations && i < s->n; i++) {
		run__free(&s->combinations[i].run);
		free(s->combinations[i].path);
	}
	free(s->combinations);
	free(s->jobs);
	kept_vm__close(&s->kept);
}

int run_product(const struct run_options *run, const json_t *warnings)
{
	struct product_session s = { .run = run, .warnings = warnings };
	int status = EXIT_NOT_MEASURED;

	s.n = variants__count(&run->options.axes);
	s.combinations = calloc(s.n, sizeof(*s.combinations));
	s.jobs = calloc(s.n, sizeof(*s.jobs));
	for (size_t i = 0; s.combinations && i < s.n; i++) {
		struct combination *c = &s.combinations[i];

		c->index = i;
		c->options = run->options;
		variants__choose(&run->options.axes, i, &c->options);
		variants__label(&run->options.axes, i, c->label);
	}
	if (s.combinations && s.jobs)
		status = session__run(&s);
	else
		log__out_of_memory();
	session__close(&s);
	return status;
}
