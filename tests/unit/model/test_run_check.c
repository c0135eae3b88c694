// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/run_check.h"

static struct run run;
static char text[256];

static int setup(void **state)
{
	(void)state;
	make_run(&run, 2);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	run__free(&run);
	return 0;
}

static void says(const char *problem)
{
	assert_int_equal(run_check__find(&run, text, sizeof(text)), 0);
	assert_string_equal(text, problem);
}

static void test_sound(void **state)
{
	(void)state;
	says("");
	/* Stopped: rounds need not be complete. */
	run.n_trials = 5;
	says("");
	trial__free(&run.trials[5]);
	trial__free(&run.trials[6]);
	trial__free(&run.trials[7]);
	run__drop_histograms(&run);
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].operation.cells.n = 0;
	run.trials[2].operation.figures.mode += 9;
	says("");
}

static void test_units_per_tick(void **state)
{
	static const double wrong[] = { 0, -1, 1e300, INFINITY, NAN };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		run.units_per_tick = wrong[i];
		says("\"units_per_tick\" is not a number above 0, up to 1e+09");
	}
	run.units_per_tick = 2;
	says("trial 1 (none, round 1): \"mode\" is 2000, but its histogram says 4000 times \"units_per_tick\"");
}

static void test_figures(void **state)
{
	(void)state;
	run.trials[6].operation.figures.mode = 2099;
	says("trial 7 (fentry, round 2): \"mode\" is 2099, but its histogram says 2100");
	run.trials[6].operation.figures.mode = 2100;
	run.trials[3].beside.figures.min--;
	says("trial 4 (none, control, round 1): beside: \"min\" is 897, but its histogram says 898");
	run.trials[3].beside.figures.min++;
	run.trials[1].operations = 1;
	says("trial 2 (kprobe, round 1): \"operations\" is 1, but the \"count\" of its \"operation\" is 1000");
}

static void test_backends(void **state)
{
	(void)state;
	strcpy(run.trials[1].backend, "fexit");
	says("trial 2 (fexit, round 1): its \"backend\" is not in the plan");
	strcpy(run.trials[1].backend, "kprobe");
	run.capabilities[1].available = false;
	says("trial 2 (kprobe, round 1): its \"backend\" is not \"available\" on this kernel");
	run.capabilities[1].available = true;
	run.trials[2].control = true;
	says("trial 3 (fentry, control, round 1): it is a \"control\", but only none has one");
}

static void test_trials_that_are_listed_twice(void **state)
{
	(void)state;
	strcpy(run.trials[6].backend, "kprobe");
	says("trial 7 (kprobe, round 2): trial 6 has the same \"round\", \"backend\" and \"control\"");
	strcpy(run.trials[6].backend, "fentry");
	/* A control that became a none. */
	run.trials[3].control = false;
	says("trial 4 (none, round 1): trial 1 has the same \"round\", \"backend\" and \"control\"");
	run.trials[3].control = true;
	run.trials[2].position = 2;
	says("trial 3 (fentry, round 1): its \"round\" and \"position\" are not after those of the trial before it");
	run.trials[2].position = 3;
	run.trials[4].round = 1;
	says("trial 5 (none, round 1): its \"round\" and \"position\" are not after those of the trial before it");
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_sound),
		on_run(test_units_per_tick),
		on_run(test_figures),
		on_run(test_backends),
		on_run(test_trials_that_are_listed_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
