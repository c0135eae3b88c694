// SPDX-License-Identifier: GPL-2.0-or-later
/* `hookbench run --cell` and `--shard`: a part of a matrix, which `hookbench merge` puts together.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/base/print.h"
#include "bench/commands/cell_folder.h"
#include "bench/commands/cells.h"
#include "bench/commands/cells_bundle.h"
#include "bench/commands/command_run.h"
#include "bench/commands/commands.h"
#include "bench/commands/measured_before.h"
#include "bench/commands/programs_workload.h"
#include "bench/execute/batch.h"
#include "bench/model/cell_key.h"
#include "bench/model/store.h"

enum cell_state { CELL_OPEN, CELL_STORED_BEFORE, CELL_STORED, CELL_FAILED };

struct task {
	size_t cell;
	struct options options; /* with the values of the cell */
	char label[CELL_LABEL_SIZE];
	enum cell_state state;
	bool is_skipped; /* nothing attaches on this kernel, which is an answer */
	bool is_invalid;
	char reason[512]; /* why it was skipped, or could not be measured */
};

struct cells_session {
	struct run_options *run;
	const char *folder;
	char host[RUN_HOST_SIZE];
	struct bundle bundle;
	struct cells cells;
	size_t n;
	struct task *tasks; /* of the cells that were chosen; there is room for all */
	struct batch_job *jobs;
	struct task **job_tasks; /* the task of each job */
	bool failed;		 /* something could not be stored */
};

static const struct cell *cell_of(const struct cells_session *s, const struct task *t)
{
	return &s->cells.list.v[t->cell];
}

/* ---- which ---- */

static void add_task(struct cells_session *s, size_t cell)
{
	struct task *t = &s->tasks[s->n++];

	t->cell = cell;
	cells__choose(&s->cells, cell, &t->options);
	cell__label(cell_of(s, t), t->label);
}

static bool has_task(const struct cells_session *s, size_t cell)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->tasks[i].cell == cell)
			return true;
	return false;
}

static int add_named(struct cells_session *s)
{
	char *copy = strdup(s->run->cells), *rest = copy, *id;
	int err = copy ? 0 : log__out_of_memory();

	while (!err && (id = strsep(&rest, ","))) {
		size_t cell = cell_list__find(&s->cells.list, id);

		if (cell == s->cells.list.n)
			err = log__fail(
				-ENOENT,
				"no cell of these options has the id \"%s\": hookbench plan with the same options lists them",
				id);
		else if (!has_task(s, cell))
			add_task(s, cell);
	}
	free(copy);
	return err;
}

static int choose(struct cells_session *s)
{
	if (s->run->cells)
		return add_named(s);
	for (size_t i = s->run->shard - 1; i < s->cells.list.n; i += s->run->shards)
		add_task(s, i);
	return 0;
}

/* ---- what is stored ---- */

static void take_run(struct task *t, const struct run *run)
{
	struct summary summary;

	summary__make(run, &summary);
	t->is_skipped = cell__is_skip(run);
	t->is_invalid = !t->is_skipped && summary.n_problems;
	for (size_t i = 0; t->is_skipped && i < run->n_capabilities && !t->reason[0]; i++)
		snprintf(t->reason, sizeof(t->reason), "%s", run->capabilities[i].reason);
}

/* A cell that is stored otherwise is neither used nor replaced. */
static int find_stored(struct cells_session *s, struct task *t)
{
	const struct job job = cells__job(&t->options);
	char path[PATH_MAX], problem[2304];
	struct run run;
	int err;

	cell_folder__path(s->folder, cell_of(s, t), path);
	if (access(path, F_OK))
		return 0;
	err = store__read(path, &run);
	if (err)
		return err;
	cell__check_run(cell_of(s, t), &run, problem, sizeof(problem));
	if (problem[0]) {
		err = log__fail(
			-EEXIST,
			"%s is not the run of this cell: %s; choose another folder with -o, or remove that one",
			path, problem);
	} else if (measured_before__is(&job, cells__image(&s->cells, t->cell), &run)) {
		t->state = CELL_STORED_BEFORE;
		take_run(t, &run);
	} else {
		err = log__fail(
			-EEXIST,
			"%s was measured with another hookbench or QEMU, or with programs that compile differently: choose another folder with -o, or remove that one",
			path);
	}
	run__free(&run);
	return err;
}

/* ---- measuring ---- */

static void store(struct cells_session *s, struct task *t, struct run *run, uint64_t elapsed_ns)
{
	char path[PATH_MAX];

	/* A queue may have given the cell to another job, too, when this one was thought to be
	 * dead. */
	if (find_stored(s, t) || t->state == CELL_STORED_BEFORE) {
		s->failed |= t->state != CELL_STORED_BEFORE;
		return;
	}
	snprintf(run->host, sizeof(run->host), "%s", s->host);
	snprintf(run->commit, sizeof(run->commit), "%s", s->run->options.output.commit);
	memcpy(run->cell, cell_of(s, t)->id, sizeof(run->cell));
	take_run(t, run);
	cell_folder__path(s->folder, cell_of(s, t), path);
	if (cell_folder__store(s->folder, cell_of(s, t), run,
			       s->run->options.output.no_histograms)) {
		s->failed = true;
		return;
	}
	t->state = CELL_STORED;
	log__info("%s: %s in %.1f s, stored in %s", t->label,
		  t->is_skipped ? "skipped, as nothing attaches," : "measured",
		  (double)elapsed_ns / 1e9, path);
}

/* Each is stored as soon as it is measured: a signal loses those that are being measured. */
static void finish_job(struct batch_job *job, void *context)
{
	struct cells_session *s = context;
	struct task *t = s->job_tasks[job - s->jobs];

	if (!job->err || job->err == -ENOTSUP) {
		store(s, t, &job->run, job->elapsed_ns);
	} else if (job->err != -EINTR) {
		t->state = CELL_FAILED;
		snprintf(t->reason, sizeof(t->reason), "%s",
			 job->reason[0] ? job->reason : strerror(-job->err));
		/* Of this machine, it says nothing about the cell. */
		if (!job->machine_failed)
			cell_folder__fail(s->folder, cell_of(s, t), t->reason, s->host);
	}
	run__free(&job->run);
}

static int measure(struct cells_session *s)
{
	const struct options *options = &s->run->options;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct task *t = &s->tasks[i];

		if (t->state != CELL_OPEN)
			continue;
		s->job_tasks[n] = t;
		s->jobs[n++] = (struct batch_job){ .name = t->label,
						   .job = cells__job(&t->options),
						   .image = cells__image(&s->cells, t->cell) };
	}
	return batch__run(s->jobs, n,
			  s->run->jobs ? s->run->jobs : batch__default_parallel(&options->where),
			  finish_job, s);
}

/* ---- the answer ---- */

static size_t count(const struct cells_session *s, enum cell_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->tasks[i].state == state;
	return n;
}

static void print(const struct cells_session *s)
{
	static const char *const words[] = {
		[CELL_OPEN] = "not measured",
		[CELL_STORED_BEFORE] = "stored before",
		[CELL_STORED] = "stored",
		[CELL_FAILED] = "failed",
	};

	for (size_t i = 0; i < s->n; i++) {
		const struct task *t = &s->tasks[i];

		print__terminal(stdout, "%s  %-13s  %s%s%s%s\n", cell_of(s, t)->id,
				t->is_skipped ? "skipped" : words[t->state], t->label,
				t->is_invalid ? ": invalid" : "", t->reason[0] ? ": " : "",
				t->reason);
	}
}

/* A cell that is skipped is done. */
static int judge(const struct cells_session *s)
{
	bool sound = true;

	if (s->failed || count(s, CELL_FAILED) == s->n)
		return s->n ? EXIT_NOT_MEASURED : EXIT_OK;
	for (size_t i = 0; i < s->n; i++)
		sound &= s->tasks[i].state != CELL_FAILED && !s->tasks[i].is_invalid;
	return sound ? EXIT_OK : EXIT_INCONCLUSIVE;
}

static int make_cells(struct cells_session *s)
{
	struct options *options = &s->run->options;
	int err = s->run->bundle ? cells_bundle__open(&s->bundle, s->run->bundle, options) : 0;

	if (!err)
		err = programs_workload__choose(options, NULL);
	if (!err)
		err = cells__make(options, &s->cells);
	if (!err && s->run->bundle)
		err = cells_bundle__check(&s->bundle, &s->cells.list);
	return err;
}

static int prepare(struct cells_session *s)
{
	int err = make_cells(s);
	size_t n = s->cells.list.n;

	if (err)
		return err;
	s->tasks = calloc(n, sizeof(*s->tasks));
	s->jobs = calloc(n, sizeof(*s->jobs));
	s->job_tasks = calloc(n, sizeof(struct task *));
	if (!s->tasks || !s->jobs || !s->job_tasks)
		return log__out_of_memory();
	err = choose(s);
	if (!err)
		err = cell_list__settle(s->folder, &s->cells.list);
	for (size_t i = 0; i < s->n && !err; i++)
		err = find_stored(s, &s->tasks[i]);
	return err;
}

static int session__run(struct cells_session *s)
{
	int err;

	if (prepare(s))
		return EXIT_NOT_MEASURED;
	err = measure(s);
	print(s);
	fflush(stdout); /* before the messages on stderr */
	if (err == -EINTR)
		log__error("stopped; %zu of %zu cells are stored in %s",
			   count(s, CELL_STORED) + count(s, CELL_STORED_BEFORE), s->n, s->folder);
	return err ? EXIT_NOT_MEASURED : judge(s);
}

int run_cells(struct run_options *run)
{
	struct cells_session s = { .run = run,
				   .folder = run->options.output.folder,
				   .bundle = { .lock = -1 } };
	int status = EXIT_NOT_MEASURED;

	if (!s.folder) {
		log__error("cells are stored in a folder for hookbench merge: name it with -o");
		return status;
	}
	gethostname(s.host, sizeof(s.host) - 1);
	status = session__run(&s);
	free(s.tasks);
	free(s.jobs);
	free(s.job_tasks);
	cells__free(&s.cells);
	bundle__close(&s.bundle);
	return status;
}
