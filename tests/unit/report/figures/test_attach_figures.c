// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/attach_cost_support.h"

#include "report/figures/attach_figures.h"

static void test_rows(void **state)
{
	struct attach_rows rows;

	(void)state;
	make_cost();
	assert_int_equal(attach_rows__make(&cost, &rows), 0);
	assert_int_equal(rows.n, 3);
	assert_string_equal(rows.v[0].backend, "kprobe");
	assert_int_equal(rows.v[0].repeats, 3);
	assert_close(rows.v[0].figures[ATTACH_ATTACH].median, 500, 0);
	assert_close(attach_row__spread(&rows.v[0]), 0, 0);
	assert_int_equal(rows.v[1].functions, 10);
	assert_close(rows.v[1].figures[ATTACH_ATTACH].least, 2000, 0);
	assert_close(rows.v[1].figures[ATTACH_ATTACH].median, 3000, 0);
	assert_close(rows.v[1].figures[ATTACH_ATTACH].most, 4000, 0);
	assert_close(rows.v[1].figures[ATTACH_LOAD].median, 1000, 0);
	assert_close(attach_row__spread(&rows.v[1]), 200.0 / 3, 1e-9);
	assert_string_equal(rows.v[2].reason, "not here, \"never\"");
	assert_true(isnan(rows.v[2].figures[ATTACH_ATTACH].median));
	assert_close(attach_row__spread(&rows.v[2]), 0, 0);
	attach_rows__free(&rows);
	attach_cost__free(&cost);
}

static void test_median_of_two(void **state)
{
	struct attach_rows rows;

	(void)state;
	cost = (struct attach_cost){ .unit = CLOCK_INSTRUCTIONS };
	add_trial("kprobe", 1, 1, 100, "");
	add_trial("kprobe", 1, 2, 200, "");
	assert_int_equal(attach_rows__make(&cost, &rows), 0);
	assert_close(rows.v[0].figures[ATTACH_ATTACH].median, 150, 0);
	attach_rows__free(&rows);
	attach_cost__free(&cost);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_median_of_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
