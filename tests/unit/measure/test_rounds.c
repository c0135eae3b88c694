// SPDX-License-Identifier: GPL-2.0-or-later
/* The rounds of a run, whose trials take no time and measure nothing. */
#include "tests/unit/support.h"

#include "bench/measure/rounds.h"

#define MAX_TRIALS 2000

static const char *const names[] = { "none", "kprobe", "fentry" };

/* What was measured, and what the trial with the number `at` (from 1) does. */
struct fake {
	struct {
		const struct backend *backend;
		struct trial_place place;
		struct progress progress;
	} asked[MAX_TRIALS];
	size_t n, at;
	int err; /* of that trial */
	bool attached;
	bool stops;
	/* By a clock that is made up, so that no test depends on the speed of the machine. */
	uint64_t now_ns, takes_ns[3]; /* each; of one round, the next, and the third, in turns */
	const char *refused;	      /* NULL: none */
	int conclude_err;
	sig_atomic_t stop;
};

static struct fake fake;

static int fake_measure(void *owner, const struct backend *backend, struct trial_place place,
			struct progress progress, struct trial *trial)
{
	struct fake *f = owner;

	assert_true(f->n < MAX_TRIALS);
	f->asked[f->n].backend = backend;
	f->asked[f->n].place = place;
	f->asked[f->n].progress = progress;
	f->n++;
	f->now_ns += f->takes_ns[place.round % COUNT_OF(f->takes_ns)];
	trial__init(trial, backend->name);
	trial->attached = f->attached;
	if (f->n != f->at)
		return 0;
	f->stop = f->stops;
	return f->err;
}

static const struct rounds rounds = { .measure = fake_measure, .owner = &fake };

static size_t n_enough; /* how often it was asked; it is enough at the third time */

static bool is_enough(const struct run *run)
{
	assert_non_null(run);
	return ++n_enough == 3;
}

static const struct run_context context = { .stop = &fake.stop, .is_enough = is_enough };

static void begin(struct run *run, unsigned int n)
{
	*run = (struct run){ .plan = { .rounds = n, .seed = 7, .cycles = 50 } };
	run->plan.n_backends = run->n_capabilities = COUNT_OF(names);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		strcpy(run->plan.backends[i], names[i]);
		strcpy(run->capabilities[i].backend, names[i]);
		run->capabilities[i].available = true;
	}
	memset(&fake, 0, sizeof(fake));
	n_enough = 0;
	log_begin();
}

static void check_round(const struct run *run, unsigned int round)
{
	struct plan_slot slots[PLAN_MAX_BACKENDS + 1];
	size_t n = plan__round_size(&run->plan);

	plan__order_round(&run->plan, round, slots);
	for (size_t i = 0; i < n; i++) {
		const struct trial *trial = &run->trials[(round - 1) * n + i];

		assert_string_equal(trial->backend, names[slots[i].backend]);
		assert_int_equal(trial->control, slots[i].control);
		assert_int_equal(trial->round, round);
		assert_int_equal(trial->position, i + 1);
	}
}

static void test_all_in_the_order_of_the_plan(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 5);
	assert_int_equal(rounds__measure(&rounds, &context, &run), 0);
	assert_int_equal(run.n_trials, 20);
	for (unsigned int round = 1; round <= 5; round++)
		check_round(&run, round);
	assert_int_equal(n_enough, 0);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	run__free(&run);
}

static void test_what_is_measured_knows_its_place(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 3);
	assert_int_equal(rounds__measure(&rounds, &context, &run), 0);
	assert_int_equal(fake.n, run.n_trials);
	for (size_t i = 0; i < fake.n; i++) {
		const struct progress *p = &fake.asked[i].progress;

		assert_string_equal(fake.asked[i].backend->name, run.trials[i].backend);
		assert_int_equal(fake.asked[i].place.round, run.trials[i].round);
		assert_int_equal(fake.asked[i].place.position, run.trials[i].position);
		assert_int_equal(fake.asked[i].place.control, run.trials[i].control);
		assert_int_equal(p->trial, i + 1);
		assert_int_equal(p->trials, 12);
		assert_int_equal(p->round, run.trials[i].round);
		assert_int_equal(p->rounds, 3);
		assert_string_equal(p->backend, run.trials[i].backend);
		assert_int_equal(p->cycles, 50);
	}
	run__free(&run);
}

static void test_none_is_in_each_round_twice(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 8);
	assert_int_equal(rounds__measure(&rounds, &context, &run), 0);
	for (unsigned int round = 1; round <= 8; round++) {
		unsigned int n = 0, controls = 0;

		for (size_t i = 0; i < run.n_trials; i++) {
			if (run.trials[i].round != round)
				continue;
			n += !strcmp(run.trials[i].backend, "none");
			controls += run.trials[i].control;
			assert_true(!run.trials[i].control ||
				    !strcmp(run.trials[i].backend, "none"));
		}
		assert_int_equal(n, 2);
		assert_int_equal(controls, 1);
	}
	run__free(&run);
}

static void test_what_the_kernel_has_not_is_left_out(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 4);
	run.capabilities[1].available = false;
	assert_int_equal(rounds__measure(&rounds, &context, &run), 0);
	assert_int_equal(run.n_trials, 12);
	for (size_t i = 0; i < run.n_trials; i++) {
		assert_string_not_equal(run.trials[i].backend, names[1]);
		/* And leaves no gap. */
		assert_int_equal(run.trials[i].position, i % 3 + 1);
		assert_int_equal(fake.asked[i].progress.trials, 12);
	}
	run__free(&run);
}

/* Is asked for the first round only. What has an error, or is fake.refused, is not available. */
static int fake_judge(void *owner, struct run *run, size_t backend, const struct trial *trial,
		      int err)
{
	const struct fake *f = owner;

	assert_int_equal(f->asked[f->n - 1].place.round, 1);
	assert_string_equal(trial->backend, names[backend]);
	if (err || (f->refused && !strcmp(f->refused, names[backend])))
		run->capabilities[backend].available = false;
	return 0;
}

static const struct rounds judged = { .measure = fake_measure,
				      .owner = &fake,
				      .judge = fake_judge };

static void test_a_first_trial_shows_what_is_not_available(void **state)
{
	const char *failed;
	struct run run;

	(void)state;
	begin(&run, 3);
	fake.refused = "kprobe";
	assert_int_equal(rounds__measure(&judged, &context, &run), 0);
	/* It was tried once. */
	assert_int_equal(fake.n, 10);
	assert_int_equal(run.n_trials, 9);
	for (size_t i = 0; i < run.n_trials; i++) {
		assert_string_not_equal(run.trials[i].backend, "kprobe");
		assert_int_equal(run.trials[i].position, i % 3 + 1);
	}
	run__free(&run);

	begin(&run, 3);
	fake.at = 4;
	fake.err = -EOPNOTSUPP;
	assert_int_equal(rounds__measure(&judged, &context, &run), 0);
	failed = fake.asked[3].backend->name;
	assert_int_equal(fake.n, 10);
	assert_int_equal(run.n_trials, 9);
	for (size_t i = 0; i < run.n_trials; i++)
		assert_true(strcmp(run.trials[i].backend, failed) || run.trials[i].control);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	run__free(&run);
}

/* Once, when all backends were tried: fentry, which has a trial, is not available after all. */
static int fake_conclude(void *owner, struct run *run)
{
	const struct fake *f = owner;

	assert_int_equal(f->n, 4);
	assert_true(run->capabilities[2].available);
	run->capabilities[2].available = false;
	return f->conclude_err;
}

static const struct rounds concluded = {
	.measure = fake_measure, .owner = &fake, .judge = fake_judge, .conclude = fake_conclude
};

static void test_all_first_trials_together_show_what_is_not_available(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 3);
	assert_int_equal(rounds__measure(&concluded, &context, &run), 0);
	assert_int_equal(fake.n, 10);
	assert_int_equal(run.n_trials, 9);
	for (size_t i = 0; i < run.n_trials; i++) {
		assert_string_not_equal(run.trials[i].backend, "fentry");
		assert_int_equal(run.trials[i].round, i / 3 + 1);
	}
	run__free(&run);

	/* No hook is left. */
	begin(&run, 3);
	fake.refused = "kprobe";
	assert_int_equal(rounds__measure(&concluded, &context, &run), -ENOTSUP);
	assert_int_equal(run.n_trials, 2);
	run__free(&run);

	begin(&run, 3);
	fake.conclude_err = -ENOMEM;
	assert_int_equal(rounds__measure(&concluded, &context, &run), -ENOMEM);
	assert_int_equal(run.n_trials, 3);
	run__free(&run);
}

static void test_nothing_is_left_after_the_first_round(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 3);
	run.capabilities[1].available = false;
	fake.refused = "fentry";
	assert_int_equal(rounds__measure(&judged, &context, &run), -ENOTSUP);
	assert_int_equal(fake.n, 3);
	assert_int_equal(run.n_trials, 2);
	run__free(&run);
}

static void test_a_stop(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 5);
	fake.at = 6;
	fake.stops = true;
	assert_int_equal(rounds__measure(&rounds, &context, &run), -EINTR);
	/* What was measured by then stays. */
	assert_int_equal(fake.n, 6);
	assert_int_equal(run.n_trials, 6);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	run__free(&run);

	begin(&run, 5);
	fake.stop = 1;
	assert_int_equal(rounds__measure(&rounds, &context, &run), -EINTR);
	assert_int_equal(fake.n, 0);
	run__free(&run);
}

/* Whoever measures has logged why. */
static void test_an_error_in_the_middle(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 5);
	fake.at = 7;
	fake.err = -EIO;
	fake.attached = true;
	assert_int_equal(rounds__measure(&rounds, &context, &run), -EIO);
	assert_int_equal(fake.n, 7);
	assert_int_equal(run.n_trials, 6);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	run__free(&run);
}

static void test_a_hook_that_does_not_attach_again(void **state)
{
	struct run run;
	char text[128];

	(void)state;
	begin(&run, 5);
	fake.at = 9;
	fake.err = -EBUSY;
	assert_int_equal(rounds__measure(&rounds, &context, &run), -EBUSY);
	assert_int_equal(run.n_trials, 8);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	snprintf(text, sizeof(text), "%s attached before, but fails to attach in round 3: %s",
		 fake.asked[8].backend->name, strerror(EBUSY));
	assert_logs(text);
	run__free(&run);
}

static void test_as_many_rounds_as_a_precision_needs(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 20);
	strcpy(run.plan.precision, "5ns");
	assert_int_equal(rounds__measure(&rounds, &context, &run), 0);
	assert_int_equal(n_enough, 3);
	assert_int_equal(run__count_rounds(&run), 3);
	assert_int_equal(run.n_trials, 12);
	run__free(&run);

	/* But not more than the plan allows. */
	begin(&run, 2);
	strcpy(run.plan.precision, "5ns");
	assert_int_equal(rounds__measure(&rounds, &context, &run), 0);
	assert_int_equal(run__count_rounds(&run), 2);
	run__free(&run);
}

static uint64_t fake_now_ns(void)
{
	return fake.now_ns;
}

#define SECOND_NS UINT64_C(1000000000)

/* What a run takes that may take so many seconds, if none of its rounds reaches the precision. */
static double seconds_of_run(struct run *run, unsigned int max_time_s, uint64_t setup_ns,
			     const uint64_t takes_ns[3])
{
	const struct run_context patient = { .stop = &fake.stop };
	struct rounds timed = rounds;
	uint64_t started_ns = 7 * SECOND_NS;

	begin(run, MAX_TRIALS / 4);
	strcpy(run->plan.precision, "5ns");
	run->plan.max_time_s = max_time_s;
	fake.now_ns = started_ns + setup_ns;
	memcpy(fake.takes_ns, takes_ns, sizeof(fake.takes_ns));
	timed.now_ns = fake_now_ns;
	timed.started_ns = setup_ns ? started_ns : 0;
	assert_int_equal(rounds__measure(&timed, &patient, run), 0);
	assert_int_equal(run->n_trials % 4, 0);
	return (double)(fake.now_ns - started_ns) / SECOND_NS;
}

/* As long as six rounds fit, without which there is no interval. */
static void test_a_time_limit_is_kept_to_ten_per_cent(void **state)
{
	static const unsigned int limits[] = { 5, 10, 30, 120 };
	/* Of a trial: alike, and on a machine that is now busy and now not. */
	static const uint64_t takes_ms[][3] = {
		{ 70, 70, 70 },	   { 100, 60, 90 },  { 200, 200, 200 },
		{ 210, 150, 190 }, { 130, 60, 200 }, { 90, 209, 140 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(limits); i++)
		for (size_t k = 0; k < COUNT_OF(takes_ms); k++)
			/* What is tried out before the rounds counts. */
			for (uint64_t setup_ms = 0; setup_ms <= 900; setup_ms += 300) {
				const uint64_t takes_ns[] = { takes_ms[k][0] * 1000000,
							      takes_ms[k][1] * 1000000,
							      takes_ms[k][2] * 1000000 };
				struct run run;
				double taken = seconds_of_run(&run, limits[i], setup_ms * 1000000,
							      takes_ns);

				if (fabs(taken - limits[i]) > 0.1 * limits[i])
					fail_msg("%u s, trials of %" PRIu64 " ms: %.2f s",
						 limits[i], takes_ms[k][0], taken);
				run__free(&run);
			}
}

/* Whole rounds only: what is nearest, if not even six fit. */
static void test_long_rounds_and_a_time_limit(void **state)
{
	static const uint64_t takes_ns[] = { 150000000, 150000000, 150000000 };
	static const uint64_t long_ns[] = { 200000000, 200000000, 200000000 };
	static const uint64_t longer_ns[] = { 900000000, 900000000, 900000000 };
	struct run run;

	(void)state;
	assert_close(seconds_of_run(&run, 1, 0, takes_ns), 1.2, 1e-9);
	assert_int_equal(run__count_rounds(&run), 2);
	run__free(&run);
	/* A second round would take the run further from its limit than the first one ended. */
	assert_close(seconds_of_run(&run, 1, 0, long_ns), 0.8, 1e-9);
	assert_int_equal(run__count_rounds(&run), 1);
	run__free(&run);
	/* One is always measured, also when the time was over before. */
	assert_close(seconds_of_run(&run, 1, 2 * SECOND_NS, longer_ns), 5.6, 1e-9);
	assert_int_equal(run__count_rounds(&run), 1);
	run__free(&run);
}

static void test_whether_there_is_a_hook(void **state)
{
	struct run run;

	(void)state;
	begin(&run, 1);
	assert_false(rounds__have_no_hook(&run));
	run.capabilities[1].available = false;
	assert_false(rounds__have_no_hook(&run));
	run.capabilities[2].available = false;
	assert_true(rounds__have_no_hook(&run));
	/* If none was asked for, none is missing. */
	run.plan.n_backends = run.n_capabilities = 1;
	assert_false(rounds__have_no_hook(&run));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_in_the_order_of_the_plan),
		cmocka_unit_test(test_what_is_measured_knows_its_place),
		cmocka_unit_test(test_none_is_in_each_round_twice),
		cmocka_unit_test(test_what_the_kernel_has_not_is_left_out),
		cmocka_unit_test(test_a_first_trial_shows_what_is_not_available),
		cmocka_unit_test(test_all_first_trials_together_show_what_is_not_available),
		cmocka_unit_test(test_nothing_is_left_after_the_first_round),
		cmocka_unit_test(test_a_stop),
		cmocka_unit_test(test_an_error_in_the_middle),
		cmocka_unit_test(test_a_hook_that_does_not_attach_again),
		cmocka_unit_test(test_as_many_rounds_as_a_precision_needs),
		cmocka_unit_test(test_a_time_limit_is_kept_to_ten_per_cent),
		cmocka_unit_test(test_long_rounds_and_a_time_limit),
		cmocka_unit_test(test_whether_there_is_a_hook),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
