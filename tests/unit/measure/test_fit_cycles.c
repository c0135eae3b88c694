// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/measure/fit_cycles.h"

/* kprobe takes 100 ms, and fentry, which is not available, 10 s; a cycle of `none` takes 10 us. */
static void make_probed(struct run *run)
{
	make_run(run, 1);
	run->plan.fits_cycles = true;
	run->plan.cycles = 500;
	run->plan.unit = CLOCK_NANOSECONDS;
	run->capabilities[0].cycle_ns = 10000;
	run->capabilities[1].between_ns = 100000000;
	run->capabilities[2].between_ns = UINT64_C(10000000000);
	run->capabilities[2].available = false;
	log_begin();
}

static void test_the_slowest_that_is_available_decides(void **state)
{
	struct run run;

	(void)state;
	make_probed(&run);
	fit_cycles(&run);
	/* A quarter of 100 and 5 ms, in two digits. */
	assert_int_equal(run.plan.cycles, 2600);
	assert_int_equal(run.plan.warmup, 650);
	assert_logs("Trials of 2600 cycles: attaching and detaching takes up to 100.0 ms");
	run__free(&run);
	/* Two threads are done with two cycles every 10 us, each with one in 20. */
	make_probed(&run);
	run.plan.threads = 2;
	fit_cycles(&run);
	assert_int_equal(run.plan.cycles, 1300);
	run__free(&run);
}

static void test_cycles_that_were_given_stay(void **state)
{
	struct run run;

	(void)state;
	make_probed(&run);
	run.plan.fits_cycles = false;
	fit_cycles(&run);
	assert_int_equal(run.plan.cycles, 500);
	assert_int_equal(caught.n[LOG_INFO], 0);
	run__free(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_slowest_that_is_available_decides),
		cmocka_unit_test(test_cycles_that_were_given_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
