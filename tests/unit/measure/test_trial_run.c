// SPDX-License-Identifier: GPL-2.0-or-later
/* Whole trials, of the only backend that needs no privilege: none. */
#include "tests/unit/support.h"

#include "bench/hook/backends.h"
#include "bench/measure/trial_run.h"
#include "workloads/guarded_probe.h"

static struct plan plan;
static struct clock test_clock;
static struct target target;
static struct cpus cpus;
static struct scratch scratch;
static struct bench bench;
static volatile sig_atomic_t stop;

static void count_calls(const struct progress *p, void *context)
{
	unsigned int *calls = context;

	assert_string_equal(p->backend, "none");
	(*calls)++;
}

/* A fixture: a bench of two threads, in nanoseconds, below a new folder. */
static int bench_setup(void **state)
{
	stop = 0;
	plan = (struct plan){ .unit = CLOCK_NANOSECONDS, .threads = 2, .warmup = 7 };
	test_clock = (struct clock){ CLOCK_SOURCE_SYSCALL, CLOCK_NANOSECONDS, "test", 0.5, 1 };
	cpus__choose(&cpus);
	bench = (struct bench){
		.plan = &plan,
		.clock = &test_clock,
		.workload = &workloads[0],
		.payload = &payloads[0],
		.target = &target,
		.cpus = &cpus,
		.stop = &stop,
	};
	log_begin();
	return folder_setup(state) || scratch__create(&scratch, ".") ||
	       bench__open(&bench, &scratch);
}

static int bench_teardown(void **state)
{
	bench__close(&bench);
	scratch__remove(&scratch);
	return folder_teardown(state);
}

static int run_trial(const struct workload *workload, uint64_t cycles, struct trial *trial)
{
	struct progress progress = { .backend = "none", .cycles = cycles };

	return trial__run(&bench, &backends[0], workload, plan.warmup, cycles, progress, trial);
}

static uint64_t count_of(const struct distribution *d)
{
	uint64_t n = d->figures.over;

	for (size_t i = 0; i < d->cells.n; i++)
		n += d->cells.v[i].count;
	return n;
}

static void check_distribution(const struct distribution *d, uint64_t count)
{
	const struct figures *f = &d->figures;
	double sum = 0;

	assert_int_equal(f->count, count);
	assert_int_equal(count_of(d), count);
	if (!count)
		return;
	assert_true(f->min <= f->mode && f->mode <= f->max);
	assert_true(f->min <= f->mean && f->mean <= f->max);
	/* A percentile is the end of a bucket, so the highest may be just above the maximum. */
	assert_true(f->min <= f->p50 && f->p50 <= f->p90 && f->p90 <= f->p99);
	assert_true(f->p99 <= f->p999 && f->p999 <= f->max * 1.001);
	assert_in_range(f->mode_count, 1, count);
	/* The figures are in the clock's unit, and the cells in ticks, of half a nanosecond. */
	for (size_t i = 0; i < d->cells.n; i++)
		sum += (double)d->cells.v[i].value * (double)d->cells.v[i].count;
	assert_close(f->mean / (sum / (double)count / 2), 1, 0.001);
}

static void test_trial_of_each_workload(void **state)
{
	(void)state;
	for (const struct workload *w = workloads; w->name; w++) {
		struct trial trial;

		bench__close(&bench);
		bench.workload = w;
		if (bench__open(&bench, &scratch)) {
			/* A machine without a loopback, or a ring that is not allowed. */
			assert_true(w->open != NULL);
			print_message("%s: not here\n", w->name);
			bench.workload = &workloads[0];
			assert_int_equal(bench__open(&bench, &scratch), 0);
			continue;
		}
		assert_int_equal(run_trial(w, 1000, &trial), 0);
		assert_string_equal(trial.backend, "none");
		assert_int_equal(trial.operations, 2000); /* the warm-up is not among them */
		check_distribution(&trial.operation, 2000);
		check_distribution(&trial.beside, w->has_control ? 2000 : 0);
		/* Every kernel counts these. */
		assert_true(trial.disturbance.involuntary_switches >= 0);
		assert_true(trial.disturbance.minor_faults >= 0);
		assert_true(trial.disturbance.interrupts >= 0);
		/* Without a hook nothing is counted, and nothing is expected. */
		assert_int_equal(trial.hits, COUNT_UNKNOWN);
		assert_int_equal(trial.expected_hits, COUNT_UNKNOWN);
		assert_int_equal(trial.missed, COUNT_UNKNOWN);
		assert_int_equal(trial.recursion, COUNT_UNKNOWN);
		assert_int_equal(trial.proof_expected, COUNT_UNKNOWN);
		assert_true(trial.attached && trial.elapsed_ns > 0);
		trial__free(&trial);
	}
	assert_int_equal(caught.n[LOG_ERROR], 0);
}

/* What one trial recorded is not in the next. */
static void test_trials_are_independent(void **state)
{
	struct trial trial;

	(void)state;
	for (uint64_t cycles = 1; cycles <= 3; cycles++) {
		assert_int_equal(run_trial(&workloads[0], cycles, &trial), 0);
		assert_int_equal(trial.operations, 2 * cycles);
		trial__free(&trial);
	}
}

static void leave_it_at_2(void *context)
{
	(void)context;
	hookbench_guarded_semaphore = 2;
}

/* Programs would go on preparing what their probe passes on. */
static void test_a_semaphore_is_counted_back(void **state)
{
	struct trial trial;

	(void)state;
	bench__close(&bench);
	bench.workload = workload__find("user-call");
	strcpy(target.symbol, "user-call:usdt-semaphore");
	assert_int_equal(bench__open(&bench, &scratch), 0);
	assert_int_equal(run_trial(bench.workload, 10, &trial), 0);
	assert_string_equal(trial.wrong, "");
	trial__free(&trial);
	bench.attached = leave_it_at_2;
	assert_int_equal(run_trial(bench.workload, 10, &trial), 0);
	assert_string_equal(
		trial.wrong,
		"the probe's semaphore was 0 before attaching, and is 2 after detaching");
	trial__free(&trial);
	hookbench_guarded_semaphore = 0;
	target.symbol[0] = '\0';
}

static void test_progress_is_told(void **state)
{
	unsigned int calls = 0;
	struct trial trial;

	(void)state;
	bench.progress = count_calls;
	bench.progress_context = &calls;
	assert_int_equal(run_trial(&workloads[0], 100, &trial), 0);
	assert_true(calls > 0);
	trial__free(&trial);
}

static void test_stop_ends_it(void **state)
{
	struct trial trial;

	(void)state;
	stop = SIGINT;
	assert_int_equal(run_trial(&workloads[0], UINT64_C(1000000000), &trial), -EINTR);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	trial__free(&trial);
}

static void test_failing_call_is_told(void **state)
{
	struct trial trial;
	int fd = openat(bench.workers[1].folder, "file", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	(void)state;
	close(fd);
	assert_int_equal(run_trial(&workloads[0], 100, &trial), -EEXIST);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs(workloads[0].name);
	assert_logs("openat");
	assert_logs(strerror(EEXIST));
	trial__free(&trial);
}

static void test_workers_without_a_folder(void **state)
{
	struct scratch none = { .fd = -1 };

	(void)state;
	bench__close(&bench);
	assert_true(bench__open(&bench, &none) < 0);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	/* For the teardown. */
	assert_int_equal(bench__open(&bench, &scratch), 0);
}

#define on_bench(function) cmocka_unit_test_setup_teardown(function, bench_setup, bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_bench(test_trial_of_each_workload),
		on_bench(test_trials_are_independent),
		on_bench(test_a_semaphore_is_counted_back),
		on_bench(test_progress_is_told),
		on_bench(test_stop_ends_it),
		on_bench(test_failing_call_is_told),
		on_bench(test_workers_without_a_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
