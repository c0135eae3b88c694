// SPDX-License-Identifier: GPL-2.0-or-later
/* What a stored run says of itself. */
#include "tests/unit/support.h"

#include "bench/model/run.h"

static struct run run;

static int run_setup(void **state)
{
	(void)state;
	make_run(&run, 2);
	return 0;
}

static int run_teardown(void **state)
{
	(void)state;
	run__free(&run);
	return 0;
}

static void test_backends_are_found_by_name(void **state)
{
	(void)state;
	assert_ptr_equal(run__capability(&run, "fentry"), &run.capabilities[2]);
	assert_null(run__capability(&run, "fexit"));
	assert_null(run__capability(&run, ""));
}

/* 2 % of the overhead, of whatever sign, and at least 4 instructions; of that backend only. */
static void test_spread_where_lengths_vary(void **state)
{
	(void)state;
	assert_null(run__varies(&run, "kprobe"));
	assert_close(run__spread(&run, "kprobe", 1000), 0, 0);
	strcpy(run.capabilities[1].varies, "it unwinds");
	assert_string_equal(run__varies(&run, "kprobe"), "it unwinds");
	assert_close(run__spread(&run, "kprobe", 1000), 20, 1e-9);
	assert_close(run__spread(&run, "kprobe", -1000), 20, 1e-9);
	assert_close(run__spread(&run, "kprobe", 10), 4, 0);
	run.capabilities[1].varies_by = 12;
	assert_close(run__spread(&run, "kprobe", 10), 12, 0);
	assert_close(run__spread(&run, "kprobe", 1000), 20, 1e-9);
	assert_close(run__spread(&run, "fentry", 1000), 0, 0);
	/* A backend that the run does not have varies in nothing. */
	assert_null(run__varies(&run, "fexit"));
}

static void test_foreign_hits(void **state)
{
	struct trial *t = trial_of(&run, 1, "kprobe");

	(void)state;
	assert_int_equal(run__foreign_hits(&run, t), 0);
	t->hits = t->expected_hits + 7;
	assert_int_equal(run__foreign_hits(&run, t), 7);
	/* A loss is no reason to count less elsewhere. */
	t->hits = t->expected_hits - 7;
	assert_int_equal(run__foreign_hits(&run, t), 0);
	t->hits = COUNT_UNKNOWN;
	assert_int_equal(run__foreign_hits(&run, t), COUNT_UNKNOWN);
	t->hits = t->expected_hits;
	strcpy(run.plan.target, "vfs_unlink");
	assert_int_equal(run__foreign_hits(&run, t), COUNT_UNKNOWN);
}

static void test_rounds_and_histograms(void **state)
{
	double mode = run.trials[0].operation.figures.mode;

	(void)state;
	assert_int_equal(run__count_rounds(&run), 2);
	assert_true(run__has_histograms(&run));
	run__drop_histograms(&run);
	assert_false(run__has_histograms(&run));
	assert_close(run.trials[0].operation.figures.mode, mode, 0);
	run.n_trials = 0;
	assert_int_equal(run__count_rounds(&run), 0);
	assert_false(run__has_histograms(&run));
}

static void test_emulated_time(void **state)
{
	static const struct {
		const char *accelerator;
		bool is_emulated;
	} cases[] = { { "exact", true }, { "tcg", true }, { "kvm", false } };

	(void)state;
	assert_false(run__is_emulated(&run));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		run.vm = json_pack("{s:s}", "accelerator", cases[i].accelerator);
		assert_int_equal(run__is_emulated(&run), cases[i].is_emulated);
		json_decref(run.vm);
		run.vm = NULL;
	}
}

static void test_time_is_utc(void **state)
{
	(void)state;
	run__set_started(&run, 1767225599);
	assert_string_equal(run.started, "2025-12-31T23:59:59Z");
	/* No number is too large, or too small. */
	run__set_started(&run, INT64_MAX);
	assert_string_equal(run.started, "");
	run__set_started(&run, INT64_MIN);
	assert_string_equal(run.started, "");
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, run_setup, run_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_backends_are_found_by_name),
		on_run(test_spread_where_lengths_vary),
		on_run(test_foreign_hits),
		on_run(test_rounds_and_histograms),
		on_run(test_emulated_time),
		on_run(test_time_is_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
