// SPDX-License-Identifier: GPL-2.0-or-later
/* The points of this test itself, which has the marks and all workloads in it. */
#include "tests/unit/support.h"

#include "bench/explain/guest_points.h"
#include "bench/machine/clock_points.h"
#include "workloads/workload.h"

#define SELF "/proc/self/exe"

static char text[4096];

/* Keeps what the marks and the loops are in. */
static void use_points(void)
{
	clock_points__mark_rounds();
	clock_points__mark_rounds_end();
	clock_points__mark_trial_begin();
	clock_points__mark_trial_end();
	assert_non_null(workloads[0].loop);
}

static unsigned int count(const char *argument)
{
	unsigned int n = 0;

	for (const char *at = text; (at = strstr(at, argument)); at++)
		n++;
	return n;
}

static unsigned int count_workloads(void)
{
	unsigned int n = 0;

	while (workloads[n].name)
		n++;
	return n;
}

/* One of each mark; of each workload, a read before and one after its operation. */
static void test_all_points_are_there(void **state)
{
	(void)state;
	use_points();
	assert_int_equal(guest_points__arguments(SELF, text, sizeof(text)), 0);
	assert_int_equal(count(",p0="), 0);
	assert_int_equal(count(",p1="), 1);
	assert_int_equal(count(",p2="), 1);
	assert_int_equal(count(",p3="), count_workloads());
	assert_int_equal(count(",p4="), count_workloads());
	assert_int_equal(count(",p5="), 1);
}

/* The point is in its function, as that of the rounds is in its own. */
static void test_distances_are_those_of_the_loaded_program(void **state)
{
	static const struct {
		const char *argument;
		void (*mark)(void);
	} marks[] = {
		{ ",p1=", clock_points__mark_trial_begin },
		{ ",p2=", clock_points__mark_trial_end },
		{ ",p5=", clock_points__mark_rounds_end },
	};

	(void)state;
	assert_int_equal(guest_points__arguments(SELF, text, sizeof(text)), 0);
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		long distance = strtol(strstr(text, marks[i].argument) + 4, NULL, 10);
		long wanted = (long)((intptr_t)marks[i].mark - (intptr_t)clock_points__mark_rounds);

		assert_true(labs(distance - wanted) < 64);
	}
}

static void test_files_without_points(void **state)
{
	(void)state;
	log_begin();
	assert_int_equal(guest_points__arguments("/no/file", text, sizeof(text)), -ENOENT);
	assert_logs("cannot read /no/file");
	write_text_file("script", "#!/bin/sh\n");
	assert_int_equal(guest_points__arguments("script", text, sizeof(text)), -ENOEXEC);
	assert_logs("script has no list of the points");
	assert_int_equal(guest_points__arguments("/bin/sh", text, sizeof(text)), -ENOENT);
	assert_int_equal(caught.n[LOG_ERROR], 3);
}

static void test_arguments_that_do_not_fit(void **state)
{
	char whole[4096];

	(void)state;
	log_begin();
	assert_int_equal(guest_points__arguments(SELF, whole, sizeof(whole)), 0);
	for (size_t size = 1; size <= strlen(whole); size++)
		assert_int_equal(guest_points__arguments(SELF, text, size), -ENOSPC);
	assert_int_equal(guest_points__arguments(SELF, text, strlen(whole) + 1), 0);
	assert_string_equal(text, whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_points_are_there),
		cmocka_unit_test(test_distances_are_those_of_the_loaded_program),
		folder_test(test_files_without_points),
		cmocka_unit_test(test_arguments_that_do_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
