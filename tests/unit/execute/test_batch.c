// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Jobs whose image is not there, so that none starts a VM: each fails, and is reported. How many
 * run at a time is counted in tests/cli/regress.bats, with a script in QEMU's place.
 */
#include "tests/unit/support.h"

#include <sched.h>
#include <signal.h>

#include "bench/base/interrupt.h"
#include "bench/execute/batch.h"

#define JOBS 5

static const struct plan plan = {
	.n_backends = 1, .rounds = 1, .cycles = 1, .threads = 1, .copies = 1, .seed = 1
};
static const struct where where = { .in_vm = true, .accelerator = ACCEL_EXACT };

static struct batch_job jobs[JOBS];
static size_t n_finished;

static void make_jobs(void)
{
	static char names[JOBS][16], images[JOBS][32];

	memset(jobs, 0, sizeof(jobs));
	n_finished = 0;
	for (size_t i = 0; i < JOBS; i++) {
		snprintf(names[i], sizeof(names[i]), "kernel-%zu", i);
		snprintf(images[i], sizeof(images[i]), "missing/image-%zu", i);
		jobs[i] = (struct batch_job){ .name = names[i],
					      .job = { .plan = &plan, .where = &where },
					      .image = images[i] };
	}
	log_begin();
}

static void free_jobs(void)
{
	for (size_t i = 0; i < JOBS; i++)
		run__free(&jobs[i].run);
}

/* In the caller's thread, after the job's messages, which have its name in front. */
static void finished(struct batch_job *job, void *context)
{
	assert_ptr_equal(context, &n_finished);
	assert_true(job >= jobs && job < jobs + JOBS);
	assert_true(job->err < 0);
	assert_non_null(strstr(job->reason, job->image));
	assert_int_equal(strncmp(caught.last, job->name, strlen(job->name)), 0);
	n_finished++;
}

static void test_each_job_is_reported_once(void **state)
{
	static const unsigned int parallel[] = { 1, 2, JOBS, BATCH_MAX_JOBS + 1 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(parallel); i++) {
		make_jobs();
		assert_int_equal(batch__run(jobs, JOBS, parallel[i], finished, &n_finished), 0);
		assert_int_equal(n_finished, JOBS);
		assert_true(caught.n[LOG_ERROR] >= JOBS);
		free_jobs();
	}
}

static void test_no_jobs(void **state)
{
	(void)state;
	make_jobs();
	assert_int_equal(batch__run(jobs, 0, 2, finished, &n_finished), 0);
	assert_int_equal(n_finished, 0);
}

static void test_stopped_before_it_began(void **state)
{
	(void)state;
	make_jobs();
	interrupt__install();
	raise(SIGINT);
	assert_int_equal(batch__run(jobs, JOBS, 2, finished, &n_finished), -EINTR);
	interrupt__forget();
	interrupt__uninstall();
	assert_int_equal(n_finished, 0);
	for (size_t i = 0; i < JOBS; i++)
		assert_int_equal(jobs[i].err, -EINTR);
	free_jobs();
}

static void test_default_number_of_jobs(void **state)
{
	struct where other = where;
	cpu_set_t cpus;

	(void)state;
	assert_int_equal(sched_getaffinity(0, sizeof(cpus), &cpus), 0);
	assert_int_equal(batch__default_parallel(&where), CPU_COUNT(&cpus));
	other.accelerator = ACCEL_TCG; /* times: one beside another would disturb it */
	assert_int_equal(batch__default_parallel(&other), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_each_job_is_reported_once),
		cmocka_unit_test(test_no_jobs),
		cmocka_unit_test(test_stopped_before_it_began),
		cmocka_unit_test(test_default_number_of_jobs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
