// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/machine/clock.h"

static uint64_t read_clock(const struct clock *clock)
{
	return clock->source == CLOCK_SOURCE_COUNTER ? clock__read(CLOCK_SOURCE_COUNTER)
						     : clock__read(CLOCK_SOURCE_SYSCALL);
}

/* One moment on both clocks. */
struct moment {
	uint64_t ticks, ns;
};

/* Of many reads, the one that took least, so that a busy machine does not count. */
static struct moment read_both(const struct clock *clock)
{
	struct moment best = { 0, 0 };
	uint64_t least = UINT64_MAX;

	for (int i = 0; i < 1000; i++) {
		uint64_t before = clock__monotonic_ns(), now = read_clock(clock);
		uint64_t after = clock__monotonic_ns();

		if (after - before < least) {
			least = after - before;
			best = (struct moment){ now, before + least / 2 };
		}
	}
	return best;
}

static void test_nanoseconds_never_go_back(void **state)
{
	struct clock clock;
	uint64_t last;

	(void)state;
	assert_int_equal(clock__init(&clock, CLOCK_NANOSECONDS), 0);
	assert_true(clock.source != CLOCK_SOURCE_NONE);
	assert_int_equal(clock.unit, CLOCK_NANOSECONDS);
	assert_true(clock.name && clock.name[0]);
	last = read_clock(&clock);
	for (int i = 0; i < 1000000; i++) {
		uint64_t now = read_clock(&clock);

		assert_true(now >= last);
		last = now;
	}
}

static void test_nanoseconds_are_nanoseconds(void **state)
{
	struct moment first, last;
	double measured, elapsed;
	struct clock clock;

	(void)state;
	assert_int_equal(clock__init(&clock, CLOCK_NANOSECONDS), 0);
	first = read_both(&clock);
	while (clock__monotonic_ns() - first.ns < 100000000)
		;
	last = read_both(&clock);
	measured = (double)(last.ticks - first.ticks) * clock.units_per_tick;
	elapsed = (double)(last.ns - first.ns);
	assert_close(measured / elapsed, 1, 0.02);
}

/* Only an emulator's clock counts instructions; any other must be refused, not believed. */
static void test_instructions_are_refused_on_a_host(void **state)
{
	const struct clock before = { .name = "before", .units_per_tick = 17 };

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct clock clock = before;

		log_begin();
		assert_int_equal(clock__init(&clock, CLOCK_INSTRUCTIONS), -EPROTO);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		assert_logs("-icount");
		assert_string_equal(clock.name, "before");
		assert_true(clock.units_per_tick == before.units_per_tick);
	}
}

/* A counter that runs at another rate than was measured, or backwards. */
/* All that it reads is a multiple of its step from any other. */
static void test_step(void **state)
{
	struct clock clock;
	uint64_t first;

	(void)state;
	assert_int_equal(clock__init(&clock, CLOCK_NANOSECONDS), 0);
	assert_true(clock.step_ticks >= 1);
	first = read_clock(&clock);
	for (int i = 0; i < 10000; i++)
		assert_int_equal((read_clock(&clock) - first) % clock.step_ticks, 0);
}

static void test_drift(void **state)
{
	const struct clock clock = { CLOCK_SOURCE_COUNTER, CLOCK_NANOSECONDS, "tsc", 0.5, 1 };
	struct clock other = clock;
	struct clock_moment start = { 1000, 500 }, end = { 2000, 2500 };

	(void)state;
	assert_close(clock__drift_ns(&clock, start, end), 0, 0);
	end.ticks += 20;
	assert_close(clock__drift_ns(&clock, start, end), 10, 0);
	end.ticks = 100;
	assert_close(clock__drift_ns(&clock, start, end), -1200, 0);
	other.source = CLOCK_SOURCE_SYSCALL;
	assert_true(isnan(clock__drift_ns(&other, start, end)));
	other = clock;
	other.unit = CLOCK_INSTRUCTIONS;
	assert_true(isnan(clock__drift_ns(&other, start, end)));
}

static void test_clocks_of_this_machine_agree(void **state)
{
	struct clock_moment start;
	struct clock clock;

	(void)state;
	assert_int_equal(clock__init(&clock, CLOCK_NANOSECONDS), 0);
	if (clock.source != CLOCK_SOURCE_COUNTER)
		skip_because("the counter is not trusted here");
	start = clock__now();
	while (clock__monotonic_ns() - start.ns < 20000000)
		;
	assert_close(clock__drift_ns(&clock, start, clock__now()), 0, 200000);
}

static void test_time_asleep_stands_still(void **state)
{
	int64_t first = clock__suspended_ns();

	(void)state;
	assert_true(first >= 0 && first % 1000000 == 0);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(clock__suspended_ns(), first);
}

static void test_source_none_reads_nothing(void **state)
{
	(void)state;
	assert_int_equal(clock__read(CLOCK_SOURCE_NONE), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nanoseconds_never_go_back),
		cmocka_unit_test(test_nanoseconds_are_nanoseconds),
		cmocka_unit_test(test_instructions_are_refused_on_a_host),
		cmocka_unit_test(test_step),
		cmocka_unit_test(test_drift),
		cmocka_unit_test(test_clocks_of_this_machine_agree),
		cmocka_unit_test(test_time_asleep_stands_still),
		cmocka_unit_test(test_source_none_reads_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
