// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/figures_check.h"

static struct histogram *plain, *exact;
static char text[200];

static int setup(void **state)
{
	(void)state;
	plain = histogram__new(false);
	exact = histogram__new(true);
	return plain && exact ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	histogram__free(plain);
	histogram__free(exact);
	return 0;
}

static void check(const struct distribution *d, enum clock_unit unit, double scale)
{
	assert_int_equal(figures_check__cells(d, unit, scale, plain, exact, text, sizeof(text)), 0);
}

/* What measuring makes of values is what its cells say, in each unit, exact or not. */
static void check_recorded(bool is_exact, unsigned int distinct, uint64_t step)
{
	static const double scales[] = { 1, 0.38461538461538464, 41.666666666666664 };

	for (size_t i = 0; i < COUNT_OF(scales); i++)
		for (int unit = CLOCK_INSTRUCTIONS; unit <= CLOCK_NANOSECONDS; unit++) {
			struct histogram *h = histogram__new(is_exact);
			struct distribution d = { .cells = { .n = 0 } };

			assert_non_null(h);
			for (unsigned int k = 0; k < distinct; k++)
				record_times(h, 3001 + k * step, 1 + k % 7);
			record_times(h, 3005, 3000);
			assert_int_equal(
				distribution__make(&d, h, (enum clock_unit)unit, scales[i]), 0);
			assert_int_equal(d.cells.exact, is_exact && distinct <= 4000);
			check(&d, (enum clock_unit)unit, scales[i]);
			assert_string_equal(text, "");
			distribution__free(&d);
			histogram__free(h);
		}
}

static void test_what_was_recorded(void **state)
{
	(void)state;
	check_recorded(true, 1, 1);
	check_recorded(true, 900, 13);
	check_recorded(false, 900, 13);
	/* More than are counted one by one: buckets, and a mode that is exact. */
	check_recorded(true, 9000, 3);
	check_recorded(false, 20, UINT64_C(1) << 33);
}

static void test_values_beyond_the_range(void **state)
{
	struct histogram *h = histogram__new(true);
	struct distribution d = { .cells = { .n = 0 } };

	(void)state;
	record_times(h, 500, 90);
	record_times(h, HISTOGRAM_MAX_VALUE + 5, 3);
	assert_int_equal(distribution__make(&d, h, CLOCK_INSTRUCTIONS, 1), 0);
	check(&d, CLOCK_INSTRUCTIONS, 1);
	assert_string_equal(text, "");
	d.figures.max = 500;
	check(&d, CLOCK_INSTRUCTIONS, 1);
	assert_non_null(strstr(text, "\"max\" is 500"));
	distribution__free(&d);
	histogram__free(h);
}

#define OFFSET(member) offsetof(struct figures, member)

static void test_each_figure(void **state)
{
	static const struct {
		const char *key;
		size_t offset;
	} numbers[] = {
		{ "mode", OFFSET(mode) }, { "min", OFFSET(min) }, { "mean", OFFSET(mean) },
		{ "p50", OFFSET(p50) },	  { "p90", OFFSET(p90) }, { "p99", OFFSET(p99) },
		{ "p999", OFFSET(p999) }, { "max", OFFSET(max) },
	};
	struct distribution d = { .cells = { .n = 0 } };
	char wanted[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		for (int more = -1; more <= 1; more += 2) {
			fill_distribution(&d, 2000);
			*(double *)((char *)&d.figures + numbers[i].offset) += more;
			check(&d, CLOCK_INSTRUCTIONS, 1);
			snprintf(wanted, sizeof(wanted), "\"%s\" is ", numbers[i].key);
			if (strncmp(text, wanted, strlen(wanted)) != 0)
				fail_msg("%s%+d: \"%s\"", wanted, more, text);
			distribution__free(&d);
		}
	fill_distribution(&d, 2000);
	d.figures.mode = 2400;
	check(&d, CLOCK_INSTRUCTIONS, 1);
	assert_string_equal(text, "\"mode\" is 2400, but its histogram says 2000");
	d.figures.mode = 2000;
	d.figures.mode_count--;
	check(&d, CLOCK_INSTRUCTIONS, 1);
	assert_string_equal(text, "\"mode_count\" is 959, but its histogram says 960");
	d.figures.mode_count++;
	d.figures.mode_exact = false;
	check(&d, CLOCK_INSTRUCTIONS, 1);
	assert_string_equal(text, "\"mode_exact\" is false, but its histogram says true");
	distribution__free(&d);
}

/* 3000 and 3001 share a bucket, 5000 to 5003 another one. */
static void test_buckets(void **state)
{
	const struct histogram_cell cells[] = { { 3000, 6 }, { 5000, 4 } };
	const struct figures sound = { .count = 10,
				       .min = 3001,
				       .max = 5002,
				       .mean = 3801,
				       .mode = 3000,
				       .mode_count = 6,
				       .p50 = 3001,
				       .p90 = 5002,
				       .p99 = 5002,
				       .p999 = 5002 };
	struct distribution d = { .figures = sound, .cells = make_cells(false, 2, cells) };

	(void)state;
	check(&d, CLOCK_NANOSECONDS, 1);
	assert_string_equal(text, "");
	d.figures.mean = 3790;
	check(&d, CLOCK_NANOSECONDS, 1);
	assert_string_equal(text, "\"mean\" is 3790, but its histogram says 3800");
	d.figures.mean = 3803;
	check(&d, CLOCK_NANOSECONDS, 1);
	assert_string_equal(text, "\"mean\" is 3803, but its histogram says 3801.8");
	d.figures = sound;
	d.figures.mode = 3001;
	check(&d, CLOCK_NANOSECONDS, 1);
	assert_string_equal(text, "\"mode\" is 3001, but its histogram says 3000");
	/* One that was counted by itself. */
	d.figures.mode_exact = true;
	d.figures.mode_count = 5;
	check(&d, CLOCK_NANOSECONDS, 1);
	assert_string_equal(text, "");
	d.figures.mode_count = 7;
	check(&d, CLOCK_NANOSECONDS, 1);
	assert_non_null(strstr(text, "\"mode_count\" is 7"));
	d.figures = sound;
	d.figures.max = d.figures.p90 = d.figures.p99 = d.figures.p999 = 5004;
	check(&d, CLOCK_NANOSECONDS, 1);
	assert_true(text[0]);
	distribution__free(&d);
}

static void test_cells(void **state)
{
	static const struct {
		bool exact;
		struct histogram_cell cells[2];
		const char *problem;
	} rows[] = {
		{ true, { { 7, 400 }, { 5, 600 } }, "ascending" },
		{ true, { { 5, 400 }, { 5, 600 } }, "ascending" },
		{ false, { { 5, 400 }, { 3001, 600 } }, "does not begin" },
		{ true, { { 5, 400 }, { 7, 599 } }, "add up to 999" },
		{ true, { { 5, UINT64_MAX }, { 7, 1001 } }, "more than any clock counts" },
		{ true,
		  { { 5, 1 }, { UINT64_C(1) << 44, UINT64_C(1) << 21 } },
		  "more than any clock" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct distribution d = { .figures = { .count = 1000 },
					  .cells = make_cells(rows[i].exact, 2, rows[i].cells) };

		check(&d, CLOCK_INSTRUCTIONS, 1);
		if (!strstr(text, rows[i].problem))
			fail_msg("%zu: \"%s\"", i, text);
		distribution__free(&d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_recorded),
		cmocka_unit_test(test_values_beyond_the_range),
		cmocka_unit_test(test_each_figure),
		cmocka_unit_test(test_buckets),
		cmocka_unit_test(test_cells),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
