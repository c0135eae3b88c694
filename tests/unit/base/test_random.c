// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/random.h"

/* An order that is stored must be made again by another build, on another machine. */
static void test_numbers_are_the_same_everywhere(void **state)
{
	/* The generator's published numbers for the state 1234567. */
	struct random random = { 1234567 };

	(void)state;
	assert_true(random__next(&random) == UINT64_C(6457827717110365317));
	assert_true(random__next(&random) == UINT64_C(3203168211198807973));
	assert_true(random__next(&random) == UINT64_C(9817491932198370423));
}

static void test_streams_differ(void **state)
{
	enum { SEEDS = 30, STREAMS = 30, N = SEEDS * STREAMS };
	uint64_t first[N], second[N];

	(void)state;
	for (size_t i = 0; i < N; i++) {
		struct random random = random__start(i / STREAMS, i % STREAMS);

		first[i] = random__next(&random);
		second[i] = random__next(&random);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < N; j++) {
			assert_true(i == j || first[i] != first[j]);
			assert_true(first[i] != second[j]);
		}
}

static void test_below_reaches_each_number_alike(void **state)
{
	enum { N = 7, DRAWS = 70000 };
	struct random random = random__start(1, 1);
	unsigned int seen[N] = { 0 };

	(void)state;
	for (unsigned int i = 0; i < DRAWS; i++) {
		uint64_t number = random__below(&random, N);

		assert_true(number < N);
		seen[number]++;
	}
	/* 10000 each; six standard errors are 556. */
	for (size_t i = 0; i < N; i++)
		assert_in_range(seen[i], 9444, 10556);
	assert_int_equal(random__below(&random, 1), 0);
}

/* Of 3 * 2^62 numbers, a plain remainder would reach the first third twice as often. */
static void test_below_has_no_bias(void **state)
{
	const uint64_t third = UINT64_C(1) << 62;
	struct random random = random__start(2, 1);
	unsigned int low = 0;

	(void)state;
	for (unsigned int i = 0; i < 9000; i++)
		low += random__below(&random, 3 * third) < third;
	/* 3000; six standard errors are 268. */
	assert_in_range(low, 2732, 3268);
}

/* Of four items, each of the 24 orders is as likely as the others. */
static void test_each_order_is_as_likely(void **state)
{
	enum { ORDERS = 4 * 4 * 4 * 4, SHUFFLES = 24000 };
	struct random random = random__start(3, 1);
	unsigned int seen[ORDERS] = { 0 }, orders = 0;

	(void)state;
	for (unsigned int i = 0; i < SHUFFLES; i++) {
		uint16_t items[4] = { 0, 1, 2, 3 };

		random__shuffle(&random, items, 4, sizeof(*items));
		seen[items[0] * 64 + items[1] * 16 + items[2] * 4 + items[3]]++;
	}
	/* 1000 each; six standard errors are 186. */
	for (size_t i = 0; i < ORDERS; i++) {
		orders += seen[i] > 0;
		if (seen[i])
			assert_in_range(seen[i], 814, 1186);
	}
	assert_int_equal(orders, 24);
}

static void test_nothing_to_shuffle(void **state)
{
	struct random random = random__start(4, 1);
	int one = 42;

	(void)state;
	random__shuffle(&random, NULL, 0, sizeof(one));
	random__shuffle(&random, &one, 1, sizeof(one));
	assert_int_equal(one, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_are_the_same_everywhere),
		cmocka_unit_test(test_streams_differ),
		cmocka_unit_test(test_below_reaches_each_number_alike),
		cmocka_unit_test(test_below_has_no_bias),
		cmocka_unit_test(test_each_order_is_as_likely),
		cmocka_unit_test(test_nothing_to_shuffle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
