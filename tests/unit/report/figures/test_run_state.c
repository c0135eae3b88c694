// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/figures/run_state.h"

static enum run_state state_of(const struct report_run *r, char why[RUN_STATE_SIZE])
{
	struct summary summary;

	summary__make(&r->run, &summary);
	run_state__format(&r->run, &summary, why);
	return run_state__of(&r->run, &summary);
}

static void test_exact(void **state)
{
	struct report_run *r = add_run("6.12", 2, 0);
	char why[RUN_STATE_SIZE];

	(void)state;
	assert_int_equal(state_of(r, why), RUN_VALID);
	assert_string_equal(why, "");
	assert_string_equal(run_state__name(RUN_VALID), "valid");
	trial_of(&r->run, 1, "kprobe")->missed = 5;
	assert_int_equal(state_of(r, why), RUN_INVALID);
	assert_string_equal(why, "");
}

static void test_times(void **state)
{
	struct report_run *r = add_run("6.12", 12, 0);
	char why[RUN_STATE_SIZE];

	(void)state;
	make_time(r, 400, 100, 10);
	assert_int_equal(state_of(r, why), RUN_VALID);
	/* No difference of more than a few nanoseconds is an answer, too. */
	make_time(r, 400, 0, 10);
	assert_int_equal(state_of(r, why), RUN_VALID);
	assert_string_equal(why, "");
}

static void test_noise(void **state)
{
	struct report_run *r = add_run("6.12", 12, 0);
	char why[RUN_STATE_SIZE];

	(void)state;
	make_time(r, 0, 5000, 2000);
	assert_int_equal(state_of(r, why), RUN_UNSURE);
	assert_string_equal(run_state__name(RUN_UNSURE), "unsure");
	assert_ptr_equal(strstr(why, "Too noisy to tell kprobe from none: up to "), why);
	assert_non_null(strstr(why, " ns cannot be excluded"));
	make_time(r, 0, 0, 2000);
	assert_int_equal(state_of(r, why), RUN_UNSURE);
	assert_non_null(strstr(why, "tell kprobe and fentry from none"));
	/* What is wrong comes first. */
	trial_of(&r->run, 1, "kprobe")->missed = 5;
	assert_int_equal(state_of(r, why), RUN_INVALID);
}

static void test_few_rounds(void **state)
{
	struct report_run *r = add_run("6.12", 3, 0);
	char why[RUN_STATE_SIZE];

	(void)state;
	make_time(r, 400, 100, 10);
	assert_int_equal(state_of(r, why), RUN_UNSURE);
	assert_string_equal(why, "Too few rounds to tell kprobe and fentry from none: at least 6 "
				 "are needed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_exact),
		on_report(test_times),
		on_report(test_noise),
		on_report(test_few_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
