// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of several runs that differ in what options were given several values. */
#include "tests/unit/support.h"

#include "bench/model/variants.h"
#include "report/verdicts/variants_table.h"

#define ROWS 4

static struct variants axes;
static struct run runs[ROWS];
static struct summary summaries[ROWS];
static struct product_row rows[ROWS];
static const struct variants_table product = { &axes, ROWS, rows };
static char *text;

static int product_setup(void **state)
{
	(void)state;
	memset(&axes, 0, sizeof(axes));
	variants__add(&axes, AXIS_CPU_MODEL, "EPYC");
	variants__add(&axes, AXIS_CPU_MODEL, "qemu64");
	variants__add(&axes, AXIS_APPEND, "");
	variants__add(&axes, AXIS_APPEND, "mitigations=off|x");
	for (size_t i = 0; i < ROWS; i++) {
		make_run(&runs[i], 2);
		rows[i] = (struct product_row){ &runs[i], &summaries[i], NULL };
	}
	for (size_t i = 0; i < runs[1].n_trials; i++)
		if (!strcmp(runs[1].trials[i].backend, "kprobe"))
			runs[1].trials[i].operation.figures.mode += 1234;
	return 0;
}

static int product_teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS; i++)
		run__free(&runs[i]);
	free(text);
	text = NULL;
	return 0;
}

static void print(size_t format)
{
	size_t size;
	FILE *file;

	free(text);
	text = NULL;
	for (size_t i = 0; i < ROWS; i++)
		summary__make(&runs[i], &summaries[i]);
	file = open_memstream(&text, &size);
	product_formats[format].print(&product, file);
	assert_int_equal(fclose(file), 0);
}

static void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static void test_table(void **state)
{
	(void)state;
	print(0);
	assert_says("do_unlinkat on 6.12.0-test; create-unlink, payload count, 2 rounds of 1,000 "
		    "cycles\nunit: instructions per operation\n\n");
	assert_says("cpu-model  append              none  kprobe  fentry\n");
	assert_says("EPYC       (none)             2,000    +400    +100\n");
	assert_says("EPYC       mitigations=off|x  2,000  +1,634    +100\n");
	assert_says("qemu64     mitigations=off|x  2,000    +400    +100\n");
	assert_null(strstr(text, "INVALID"));
}

/* What varies is in the rows, and not in the heading. */
static void test_company_that_all_have_is_in_the_heading(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		strcpy(runs[i].plan.beside, "kprobe");
		runs[i].plan.copies = 8;
	}
	print(0);
	assert_says(" cycles\nbeside kprobe, 8 copies\nunit: ");
	variants__add(&axes, AXIS_COPIES, "8");
	variants__add(&axes, AXIS_COPIES, "16");
	print(0);
	assert_says(" cycles\nbeside kprobe\nunit: ");
}

static void test_markdown(void **state)
{
	(void)state;
	print(1);
	assert_says("| cpu-model | append | none (cost) | kprobe | fentry |\n"
		    "| --- | --- | ---: | ---: | ---: |\n"
		    "| EPYC | (none) | 2,000 | 400 | 100 |\n"
		    "| EPYC | mitigations=off\\|x | 2,000 | 1,634 | 100 |\n");
}

static void test_a_row_that_was_not_measured(void **state)
{
	(void)state;
	rows[0] = (struct product_row){ NULL, NULL, "it does not boot" };
	print(0);
	assert_says("EPYC       (none)             not measured\n");
	assert_says("\nEPYC, no --append: not measured: it does not boot\n");
	print(1);
	assert_says("| EPYC | (none) | - | - | - |\n");
	assert_says("\n- EPYC, no --append: not measured: it does not boot\n");
}

static void test_invalid_is_said_loudly(void **state)
{
	(void)state;
	trial_of(&runs[3], 1, "kprobe")->missed = 5;
	print(0);
	assert_says("qemu64     mitigations=off|x  2,000    +400    +100  INVALID\n");
	assert_says("qemu64, mitigations=off|x: INVALID, do not rely on these numbers: ");
}

static void test_a_reason_is_printed_once(void **state)
{
	const char *first;

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		runs[i].capabilities[1].available = false;
		strcpy(runs[i].capabilities[1].reason, i < 3 ? "no kprobes" : "locked down");
	}
	print(0);
	first = strstr(text, "kprobe skipped: no kprobes\n");
	assert_non_null(first);
	assert_null(strstr(first + 1, "kprobe skipped: no kprobes\n"));
	assert_says("kprobe skipped: locked down\n");
}

static void test_time_has_its_interval(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		run__free(&runs[i]);
		make_run(&runs[i], 12);
		runs[i].unit = runs[i].plan.unit = CLOCK_NANOSECONDS;
	}
	print(0);
	assert_says("unit: ns per operation");
	assert_says("+400 [399 401]");
}

#define on_product(function) \
	cmocka_unit_test_setup_teardown(function, product_setup, product_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_product(test_table),
		on_product(test_company_that_all_have_is_in_the_heading),
		on_product(test_markdown),
		on_product(test_a_row_that_was_not_measured),
		on_product(test_invalid_is_said_loudly),
		on_product(test_a_reason_is_printed_once),
		on_product(test_time_has_its_interval),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
