// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/tables/terminal_macro.h"

static struct run run;
static struct summary summary;
static char *text;

static int setup(void **state)
{
	(void)state;
	make_run(&run, 6);
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	strcpy(run.clock_name, "hyperfine 1.15.0");
	strcpy(run.plan.command, "rm -rf tree");
	strcpy(run.plan.hyperfine, "--shell none");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	run__free(&run);
	return 0;
}

/* Costs as make_run has them, times `factor`. */
static void scale(double factor)
{
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].operation.figures.p50 *= factor;
}

static void print(void)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	summary__make(&run, &summary);
	terminal_macro__print_heading(&run, &summary, file);
	terminal_macro__print_table(&run, &summary, 9, file);
	terminal_macro__print_legend(&run, &summary, file);
	fclose(file);
}

static void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

/* A command takes from microseconds to minutes. */
static void test_units(void **state)
{
	static const struct {
		double factor; /* to the one before */
		const char *unit, *row;
	} rows[] = {
		{ 1, "unit: us per run", "kprobe        2.400       +0.400 [0.400 0.400]" },
		{ 500, "unit: ms per run", "kprobe        1.200       +0.200 [0.200 0.200]" },
		{ 100, "unit: ms per run", "kprobe        120.0          +20.0 [20.0 20.0]" },
		{ 1000, "unit: s per run", "kprobe        120.0          +20.0 [20.0 20.0]" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		scale(rows[i].factor);
		print();
		assert_says(rows[i].unit);
		assert_says(rows[i].row);
		for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
			assert_true(strcspn(line, "\n") <= 80);
	}
}

static void test_heading(void **state)
{
	(void)state;
	print();
	assert_says("command: rm -rf tree\nhyperfine 1.15.0: --shell none\n"
		    "payload count, 6 rounds of 1000 runs after 100 to warm up\n");
	run.plan.warmup = 0;
	run.vm = json_pack("{s:s}", "accelerator", "tcg");
	print();
	assert_says("6 rounds of 1000 runs\nunit: emulated us per run of the command\n");
	assert_says("ns/hit: overhead / hits (emulated).");
}

static void test_hits(void **state)
{
	(void)state;
	run.capabilities[1].command_hits = 20;
	run.capabilities[2].command_hits = 0;
	print();
	assert_says("+20.00       20      20    7.0\n");
	assert_says("+5.00        0       -    7.0\n");
	assert_says("fentry: the command does not hit it; hook something else with\n"
		    "--target or --workload.\n");
	strcpy(run.plan.programs[0].arm, "fentry");
	strcpy(run.plan.programs[0].twin, "kprobe");
	run.plan.n_programs = 1;
	print();
	assert_says("fentry: the command does not hit it; hook something else with\n"
		    "--retarget OLD=NEW.\n");
	assert_null(strstr(text, "kprobe: the command"));
	run.capabilities[1].command_hits = COUNT_UNKNOWN;
	print();
	assert_says("+20.00        -       -    7.0\n");
}

/* No percentage and no cost per hit if there is no difference. */
static void test_no_difference(void **state)
{
	(void)state;
	run.capabilities[1].command_hits = 20;
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].operation.figures.p50 = 2000 + (i % 3) * 10.0;
	print();
	assert_says("       -       20       -    7.0\n");
	assert_says("Smallest detectable overhead: ");
}

static void test_too_few_rounds(void **state)
{
	(void)state;
	run__free(&run);
	setup(NULL);
	for (size_t i = 0; i < run.n_trials; i++)
		if (run.trials[i].round > 2)
			run.trials[i].round =
				99 + run.trials[i].round * 10 + run.trials[i].position;
	print();
	assert_says("[?]");
	assert_null(strstr(text, "nan"));
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_units),	    on_run(test_heading),	 on_run(test_hits),
		on_run(test_no_difference), on_run(test_too_few_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
