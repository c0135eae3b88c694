// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/machine/clock.h"
#include "bench/machine/clock_points.h"

#if defined(__x86_64__)
#define BUFFER 4096

/* Not inlined, so that there is a function that has both points of an operation. */
static __attribute__((noinline)) uint64_t time_nothing(void)
{
	uint64_t start = clock__begin(CLOCK_SOURCE_COUNTER);

	return clock__end(CLOCK_SOURCE_COUNTER) - start;
}

/* How often the arguments have a point; the last one's distance goes to *distance. */
static size_t count_point(const char *text, int point, intptr_t *distance)
{
	char argument[16];
	size_t n = 0;

	snprintf(argument, sizeof(argument), ",p%d=", point);
	for (const char *at = text; (at = strstr(at, argument)); n++) {
		at += strlen(argument);
		*distance = (intptr_t)strtoll(at, NULL, 10);
	}
	return n;
}

static void test_points_of_this_program(void **state)
{
	static const struct {
		int point;
		void (*mark)(void);
	} marks[] = {
		{ POINT_TRIAL_BEGIN, clock_points__mark_trial_begin },
		{ POINT_TRIAL_END, clock_points__mark_trial_end },
		{ POINT_ROUNDS_END, clock_points__mark_rounds_end },
	};
	char text[BUFFER];
	intptr_t distance = 0;

	(void)state;
	time_nothing();
	assert_int_equal(clock_points__arguments(text, sizeof(text)), 0);
	assert_int_equal(text[0], ',');
	assert_int_equal(count_point(text, POINT_ROUNDS, &distance), 0); /* others count from it */
	assert_true(count_point(text, POINT_OPERATION_BEGIN, &distance) >= 1);
	assert_true(count_point(text, POINT_OPERATION_END, &distance) >= 1);
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		intptr_t functions = (intptr_t)marks[i].mark - (intptr_t)clock_points__mark_rounds;

		assert_int_equal(count_point(text, marks[i].point, &distance), 1);
		/* The point is in its function, as that of the rounds is in its own. */
		assert_true(labs((long)(distance - functions)) < 64);
	}
}

/* The plugin finds the one from which the others count by these bytes. */
static void test_bytes_of_the_first_point(void **state)
{
	static const uint8_t bytes[] = { POINT_ROUNDS_BYTES };
	const uint8_t *code = (const uint8_t *)(uintptr_t)clock_points__mark_rounds;

	(void)state;
	assert_non_null(memmem(code, 64, bytes, sizeof(bytes)));
}

static void test_without_room(void **state)
{
	char whole[BUFFER], text[BUFFER];

	(void)state;
	assert_int_equal(clock_points__arguments(whole, sizeof(whole)), 0);
	for (size_t size = 1; size <= strlen(whole); size++)
		assert_int_equal(clock_points__arguments(text, size), -ENOSPC);
	assert_int_equal(clock_points__arguments(text, strlen(whole) + 1), 0);
	assert_string_equal(text, whole);
}
#else
static void test_there_are_none_here(void **state)
{
	char text[16] = "before";

	(void)state;
	assert_int_equal(clock_points__arguments(text, sizeof(text)), 0);
	assert_string_equal(text, "");
}
#endif

static void test_marks_may_be_passed(void **state)
{
	(void)state;
	clock_points__mark_rounds();
	clock_points__mark_trial_begin();
	clock_points__mark_trial_end();
	clock_points__mark_rounds_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#if defined(__x86_64__)
		cmocka_unit_test(test_points_of_this_program),
		cmocka_unit_test(test_bytes_of_the_first_point),
		cmocka_unit_test(test_without_room),
#else
		cmocka_unit_test(test_there_are_none_here),
#endif
		cmocka_unit_test(test_marks_may_be_passed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
