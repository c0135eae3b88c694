// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <sys/utsname.h>

#include "report/verdicts/matrix.h"

#define MOST 4

static struct run runs[MOST];
static struct matrix_input inputs[MOST];
static struct matrix matrix;
static size_t n;

static int setup(void **state)
{
	(void)state;
	n = 0;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	matrix__free(&matrix);
	for (size_t i = 0; i < n; i++)
		if (inputs[i].run)
			run__free(&runs[i]);
	return 0;
}

/* kprobe takes `more` instructions more than make_run says. */
static struct run *add(const char *name, const char *release, int more)
{
	struct run *run = &runs[n];

	make_run(run, 2);
	json_object_set_new(run->environment, "kernel_release", json_string(release));
	for (size_t i = 0; i < run->n_trials; i++)
		if (!strcmp(run->trials[i].backend, "kprobe"))
			run->trials[i].operation.figures.mode += more;
	inputs[n++] = (struct matrix_input){ .name = name, .run = run };
	return run;
}

static void add_failure(const char *name, const char *reason)
{
	inputs[n++] = (struct matrix_input){ .name = name, .reason = reason };
}

static void make(void)
{
	assert_int_equal(matrix__make(inputs, n, NULL, &matrix), 0);
	assert_int_equal(matrix.n, n);
}

static void test_each_with_the_one_before(void **state)
{
	(void)state;
	add("a", "6.1", 0);
	add_failure("b", "it does not boot");
	add("c", "6.12", 16);
	add("d", "6.13", 4);
	make();
	assert_ptr_equal(matrix.first, &runs[0]);
	assert_null(matrix.rows[0].before);
	assert_null(matrix.rows[1].before);
	assert_string_equal(matrix.rows[1].reason, "it does not boot");
	assert_ptr_equal(matrix.rows[2].before, &matrix.rows[0]);
	assert_ptr_equal(matrix.rows[3].before, &matrix.rows[2]);
	assert_close(compare__row(&matrix.rows[2].change, "kprobe")->difference, 16, 0);
	assert_close(compare__row(&matrix.rows[3].change, "kprobe")->difference, -12, 0);
	assert_true(matrix.has_overall);
	assert_ptr_equal(matrix.overall_rows[0], &matrix.rows[0]);
	assert_ptr_equal(matrix.overall_rows[1], &matrix.rows[3]);
	assert_close(compare__row(&matrix.overall, "kprobe")->difference, 4, 0);
	assert_int_equal(matrix__verdict(&matrix), VERDICT_REGRESSION);
}

static void test_two_have_no_overall(void **state)
{
	(void)state;
	add("a", "6.1", 16);
	add("b", "6.12", 0);
	make();
	assert_false(matrix.has_overall);
	assert_int_equal(matrix__verdict(&matrix), VERDICT_IMPROVEMENT);
}

static void test_nothing_measured(void **state)
{
	(void)state;
	add_failure("a", "why");
	make();
	assert_null(matrix.first);
	assert_string_equal(matrix.rows[0].label, "a");
	assert_int_equal(matrix__verdict(&matrix), VERDICT_NONE);
}

static void test_threshold(void **state)
{
	const struct threshold threshold = { .value = 16 };

	(void)state;
	add("a", "6.1", 0);
	add("b", "6.12", 16);
	assert_int_equal(matrix__make(inputs, n, &threshold, &matrix), 0);
	assert_int_equal(matrix__verdict(&matrix), VERDICT_SAME);
}

/* A summary that is given is not made again. */
static void test_given_summary(void **state)
{
	static struct summary summary;

	(void)state;
	summary__make(add("a", "6.1", 0), &summary);
	summary.rows[0].cost = 12345;
	inputs[0].summary = &summary;
	make();
	assert_close(matrix.rows[0].summary.rows[0].cost, 12345, 0);
}

/* What differs on purpose has no verdict. */
static void test_series(void **state)
{
	(void)state;
	add("a", "6.12", 0);
	strcpy(add("b", "6.12", 16)->plan.payload, "empty");
	add("c", "6.12", 16);
	make();
	assert_true(matrix.is_series);
	assert_null(matrix.rows[1].before);
	assert_false(matrix.has_overall);
	assert_int_equal(matrix__verdict(&matrix), VERDICT_NONE);
}

static void assert_labels(const char *a, const char *b, const char *c)
{
	make();
	assert_string_equal(matrix.rows[0].label, a);
	assert_string_equal(matrix.rows[1].label, b);
	assert_string_equal(matrix.rows[2].label, c);
}

static void test_common_end_is_no_part_of_a_label(void **state)
{
	(void)state;
	add("a", "6.1.0-9-cloud-amd64", 0);
	add_failure("vmlinuz-6.2-cloud-amd64", "why");
	add("b", "6.12-cloud-amd64", 0);
	assert_labels("6.1.0-9", "6.2-cloud-amd64", "6.12");
}

static void test_ends_that_differ(void **state)
{
	(void)state;
	add("a", "6.1-cloud-amd64", 0);
	add("b", "6.2-amd64", 0);
	add("c", "6.3", 0);
	assert_labels("6.1-cloud-amd64", "6.2-amd64", "6.3");
}

static void test_builds_of_one_release(void **state)
{
	(void)state;
	add("vmlinuz-old", "6.12-amd64", 0);
	add("new/vmlinuz", "6.12-amd64", 0);
	add("c", "6.13-amd64", 0);
	assert_labels("old", "new/vmlinuz", "c");
}

static void test_running_kernel(void **state)
{
	struct utsname here;

	(void)state;
	uname(&here);
	add("a", here.release, 0);
	add("b", "0.0", 0);
	make();
	assert_true(matrix.rows[0].is_running);
	assert_false(matrix.rows[1].is_running);
}

#define on_matrix(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_matrix(test_each_with_the_one_before),
		on_matrix(test_two_have_no_overall),
		on_matrix(test_nothing_measured),
		on_matrix(test_threshold),
		on_matrix(test_given_summary),
		on_matrix(test_series),
		on_matrix(test_common_end_is_no_part_of_a_label),
		on_matrix(test_ends_that_differ),
		on_matrix(test_builds_of_one_release),
		on_matrix(test_running_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
