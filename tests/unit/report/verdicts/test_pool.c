// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/run_folder.h"
#include "report/verdicts/pool.h"

/* A stored run whose kprobe takes `more` instructions more. */
static void store(const char *folder, unsigned int rounds, const char *release, int more)
{
	static struct summary summary;
	struct run run;

	make_run(&run, rounds);
	json_object_set_new(run.environment, "kernel_release", json_string(release));
	for (size_t i = 0; i < run.n_trials; i++)
		if (!strcmp(run.trials[i].backend, "kprobe")) {
			distribution__free(&run.trials[i].operation);
			fill_distribution(&run.trials[i].operation, 2400 + (uint64_t)more);
		}
	summary__make(&run, &summary);
	assert_int_equal(run_folder__write(&run, &summary, folder), 0);
	run__free(&run);
}

static void test_rounds_follow_each_other(void **state)
{
	struct run run;
	size_t n;

	(void)state;
	store("runs/1", 2, "6.12", 0);
	store("runs/2", 3, "6.12", 1);
	store("runs/10", 1, "6.12", 2);
	assert_int_equal(pool__read("runs", false, &run, &n), 0);
	assert_int_equal(n, 3);
	assert_int_equal(run.plan.rounds, 6);
	assert_int_equal(run.n_trials, 24);
	for (unsigned int round = 1; round <= 6; round++) {
		const struct trial *t = trial_of(&run, round, "kprobe");
		unsigned int part = round <= 2 ? 0 : round <= 5 ? 1 : 2;

		assert_int_equal(t->part, part);
		assert_close(t->operation.figures.mode, 2400 + part, 0);
	}
	run__free(&run);
}

static void test_single_run(void **state)
{
	struct run run;
	size_t n;

	(void)state;
	store("run", 2, "6.12", 0);
	assert_int_equal(pool__read("run", false, &run, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(run.n_trials, 8);
	run__free(&run);
}

static void test_no_repetitions(void **state)
{
	struct run run;
	size_t n;

	(void)state;
	store("runs/1", 2, "6.12", 0);
	store("runs/2", 2, "6.13", 0);
	log_begin();
	assert_int_equal(pool__read("runs", false, &run, &n), -EXDEV);
	assert_logs(
		"runs/2 is not a repetition of the other runs in its folder: different kernel (6.12, 6.13)");
	assert_int_equal(caught.n[LOG_ERROR], 1);
	log_begin();
	assert_int_equal(pool__read("runs", true, &run, &n), 0);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	assert_int_equal(run.plan.rounds, 4);
	run__free(&run);
}

static void test_what_cannot_be_read(void **state)
{
	struct run run;
	size_t n;

	(void)state;
	log_begin();
	assert_int_not_equal(pool__read("missing", false, &run, &n), 0);
	store("runs/1", 2, "6.12", 0);
	make_file("runs/2/result.json", "{");
	log_begin();
	assert_int_not_equal(pool__read("runs", false, &run, &n), 0);
	assert_logs("runs/2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_rounds_follow_each_other),
		folder_test(test_single_run),
		folder_test(test_no_repetitions),
		folder_test(test_what_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
