// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/batch.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/base/interrupt.h"
#include "bench/base/kept_log.h"
#include "bench/base/machine_failure.h"
#include "bench/machine/clock.h"
#include "bench/vm/kernel_image.h"

#define REDRAW_NS (200 * INT64_C(1000000))

enum state { WAITING, RUNNING, FINISHED, REPORTED };

/*
 * A job with this module's state. `batch.lock` protects all of it but what belongs to its thread.
 */
struct task {
	struct batch *batch;
	struct batch_job *job;
	char release[128]; /* of the kernel; "" if unknown */
	enum state state;
	char progress[80];
	struct kept_log messages; /* used by its thread alone until it has finished */
};

struct batch {
	size_t n;
	struct task *tasks; /* in starting order */
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* ---- a task, in its thread ---- */

static void task__note_progress(const struct progress *p, void *context)
{
	struct task *t = context;

	pthread_mutex_lock(&t->batch->lock);
	/* Several share a line, so only the trial is shown. */
	if (p->trials)
		snprintf(t->progress, sizeof(t->progress), "[%u/%u]", p->trial, p->trials);
	else if (!p->backend && p->gone_ms)
		snprintf(t->progress, sizeof(t->progress), "booting %" PRIu64 " s",
			 p->gone_ms / 1000);
	else
		progress__format(p, t->progress, sizeof(t->progress));
	pthread_mutex_unlock(&t->batch->lock);
}

static void task__measure(struct task *t)
{
	struct batch_job *job = t->job;
	uint64_t started_ns = clock__monotonic_ns();

	machine_failure__forget();
	kept_log__begin(&t->messages);
	job->err = execute__measure_image(&job->job, job->image,
					  (struct observer){ task__note_progress, t }, &job->run);
	kept_log__end();
	job->machine_failed = job->err && job->err != -ENOTSUP && machine_failure__happened();
	kept_log__first_error(&t->messages, job->reason, sizeof(job->reason));
	job->elapsed_ns = clock__monotonic_ns() - started_ns;
}

/* The next waiting task; NULL if there is none, or if everything must stop. */
static struct task *batch__begin_next(struct batch *b)
{
	struct task *next = NULL;

	pthread_mutex_lock(&b->lock);
	for (size_t i = 0; i < b->n && !next && !*interrupt__flag(); i++)
		if (b->tasks[i].state == WAITING)
			next = &b->tasks[i];
	if (next)
		next->state = RUNNING;
	pthread_mutex_unlock(&b->lock);
	return next;
}

static void *batch__work(void *context)
{
	struct batch *b = context;
	struct task *t;

	while ((t = batch__begin_next(b))) {
		task__measure(t);
		pthread_mutex_lock(&b->lock);
		t->state = FINISHED;
		pthread_cond_signal(&b->changed);
		pthread_mutex_unlock(&b->lock);
	}
	return NULL;
}

/* ---- the caller's thread ---- */

static size_t batch__count(const struct batch *b, enum state state)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += b->tasks[i].state == state;
	return n;
}

/* Image files differ after their common prefix. */
static const char *short_name(const char *name)
{
	return strncmp(name, "vmlinuz-", 8) != 0 ? name : name + 8;
}

/* With the lock held. */
static void batch__draw(const struct batch *b)
{
	char text[256];
	size_t length =
		(size_t)snprintf(text, sizeof(text), "%zu of %zu", batch__count(b, REPORTED), b->n);

	for (size_t i = 0; i < b->n && length < 80; i++)
		if (b->tasks[i].state == RUNNING)
			length += (size_t)snprintf(
				text + length, sizeof(text) - length, "  %.16s %.16s",
				short_name(b->tasks[i].job->name), b->tasks[i].progress);
	progress__text(text);
}

/* Waits until a task finishes. NULL if none is left. */
static struct task *batch__wait(struct batch *b)
{
	struct task *finished = NULL;

	pthread_mutex_lock(&b->lock);
	while (!finished) {
		struct timespec until;

		for (size_t i = 0; i < b->n && !finished; i++)
			if (b->tasks[i].state == FINISHED)
				finished = &b->tasks[i];
		if (finished || (!batch__count(b, RUNNING) &&
				 (!batch__count(b, WAITING) || *interrupt__flag())))
			break;
		batch__draw(b);
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += REDRAW_NS;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&b->changed, &b->lock, &until);
	}
	if (finished)
		finished->state = REPORTED;
	pthread_mutex_unlock(&b->lock);
	return finished;
}

static void batch__collect(struct batch *b, batch_finished finished, void *context)
{
	struct task *t;

	while ((t = batch__wait(b))) {
		progress__clear();
		kept_log__write(&t->messages, t->job->name);
		kept_log__free(&t->messages);
		if (t->job->machine_failed)
			machine_failure__note();
		finished(t->job, context);
	}
	progress__clear();
}

static int newest_first(const void *a, const void *b)
{
	return strverscmp(((const struct task *)b)->release, ((const struct task *)a)->release);
}

/*
 * New kernels take longer to boot than old ones. Slow ones start first, so that none is left at the
 * end while the other CPUs are idle.
 */
static void batch__order(struct batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		kernel_image__release(b->tasks[i].job->image, b->tasks[i].release,
				      sizeof(b->tasks[i].release));
	qsort(b->tasks, b->n, sizeof(*b->tasks), newest_first);
}

static int batch__open(struct batch *b, struct batch_job *jobs)
{
	pthread_condattr_t attributes;

	b->tasks = calloc(b->n + 1, sizeof(*b->tasks));
	if (!b->tasks)
		return log__out_of_memory();
	for (size_t i = 0; i < b->n; i++) {
		jobs[i].err = -EINTR;
		b->tasks[i] = (struct task){ .batch = b, .job = &jobs[i] };
	}
	batch__order(b);
	pthread_mutex_init(&b->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&b->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	return 0;
}

static void batch__close(struct batch *b)
{
	pthread_cond_destroy(&b->changed);
	pthread_mutex_destroy(&b->lock);
	free(b->tasks);
}

unsigned int batch__default_parallel(const struct where *where)
{
	cpu_set_t cpus;

	if (!where__is_exact(where) || sched_getaffinity(0, sizeof(cpus), &cpus))
		return 1;
	return (unsigned int)CPU_COUNT(&cpus);
}

int batch__run(struct batch_job *jobs, size_t n, unsigned int parallel, batch_finished finished,
	       void *context)
{
	struct batch b = { .n = n };
	pthread_t threads[BATCH_MAX_JOBS];
	unsigned int n_threads = 0;
	int err = batch__open(&b, jobs);

	if (err)
		return err;
	while (!err && n_threads < parallel && n_threads < n && n_threads < BATCH_MAX_JOBS) {
		err = -pthread_create(&threads[n_threads], NULL, batch__work, &b);
		n_threads += !err;
	}
	if (n_threads)
		batch__collect(&b, finished, context);
	else if (err)
		log__error("cannot start a thread: %s", strerror(-err));
	for (unsigned int i = 0; i < n_threads; i++)
		pthread_join(threads[i], NULL);
	batch__close(&b);
	if (n_threads)
		err = *interrupt__flag() ? -EINTR : 0;
	return err;
}
