// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/tables/terminal_table.h"

static struct run run;
static char *text;

static int run_setup(void **state)
{
	(void)state;
	make_run(&run, 6);
	return 0;
}

static int run_teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	run__free(&run);
	return 0;
}

static void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static void print(int width)
{
	static struct summary summary;
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	summary__make(&run, &summary);
	terminal_table__print(&run, &summary, width, file);
	fclose(file);
}

static void test_instructions(void **state)
{
	(void)state;
	print(80);
	assert_string_equal(
		text, "backend      cost overhead ratio   p50   p99 p99.9   max    hits    ms\n"
		      "none        2,000        -     -  2000  2070  2070  2070       -   7.0\n"
		      "kprobe      2,400     +400  4.00  2400  2470  2470  2470    6000   7.0\n"
		      "fentry      2,100     +100  1.00  2100  2170  2170  2170    6000   7.0\n");
}

/* More width shows more columns, each whole, and never a part of one. */
static void test_columns_that_fit(void **state)
{
	static const struct {
		int width;
		const char *shown, *missing;
	} rows[] = {
		{ 20, " overhead\n", "ratio" },	    { 31, " overhead\n", "ratio" },
		{ 32, " ratio\n", "hits" },	    { 40, " hits\n", "p50" },
		{ 69, " hits\n", " ms" },	    { 80, " ms\n", "operations" },
		{ 81, " operations", " beside" },   { 87, " operations", " beside" },
		{ 88, " beside", "detach ms" },	    { 97, " beside", "detach ms" },
		{ 98, " detach ms\n", "[95% CI]" }, { 1000, " detach ms\n", "visible" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		print(rows[i].width);
		assert_says(rows[i].shown);
		assert_null(strstr(text, rows[i].missing));
		if (rows[i].width >= 26)
			assert_true(strcspn(text, "\n") <= (size_t)rows[i].width);
	}
}

static void test_the_control_is_shown_if_it_differs(void **state)
{
	(void)state;
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < run.n_trials; i++)
		if (run.trials[i].control)
			move_median(&run.trials[i], run.trials[i].operation.figures.p50 + 500);
	print(80);
	assert_says("control ");
}

/* A wide table has figures that a run may not have. */
static void test_unknown_figures(void **state)
{
	(void)state;
	run__free(&run);
	make_run(&run, 2); /* too few for an interval */
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < run.n_trials; i++) {
		run.trials[i].beside.figures.count = 0;
		run.trials[i].elapsed_ns = 0;
		run.trials[i].detach_ns = COUNT_UNKNOWN;
	}
	print(200);
	assert_says("overhead [95% CI]");
	assert_says("visible");
	assert_says("beside");
	assert_null(strstr(text, "nan"));
	assert_says("kprobe      2,400           +400 [?]     -       -     -  2470  2470  2470"
		    "      -       2000    2000   7.0         -\n");
}

static void test_long_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < run.n_trials; i++)
		if (!strcmp(run.trials[i].backend, "fentry"))
			strcpy(run.trials[i].backend, "fentry.multi.long");
	strcpy(run.plan.backends[2], "fentry.multi.long");
	assert_int_equal(terminal_table__name_width(&run), 17);
	print(80);
	assert_says("backend              cost");
	assert_says("fentry.multi.long   2,100     +100");
	/* Where it has no room, it has a line of its own. */
	print(30);
	assert_says("\nfentry.multi.long\n                2,100     +100\n");
}

static void test_numbers_of_threads(void **state)
{
	static struct summary summaries[2];
	const unsigned int threads[] = { 1, 4 };
	size_t size;
	FILE *file;

	(void)state;
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].elapsed_ns = 10000000; /* 1000 operations */
	summary__make(&run, &summaries[0]);
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].elapsed_ns = 4000000;
	summary__make(&run, &summaries[1]);
	file = open_memstream(&text, &size);
	terminal_table__print_threads(summaries, threads, 2, run.unit, file);
	fclose(file);
	assert_says("threads                    1                  4\n");
	assert_says("kprobe        +400 [399 401]     +400 [399 401]\n");
	assert_says("kprobe                  100k               250k\n");
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, run_setup, run_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_instructions),    on_run(test_columns_that_fit),
		on_run(test_unknown_figures), on_run(test_the_control_is_shown_if_it_differs),
		on_run(test_long_names),      on_run(test_numbers_of_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
