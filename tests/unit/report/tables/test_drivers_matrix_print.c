// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/drivers_support.h"

#include "report/tables/drivers_matrix_print.h"
#include "report/tables/matrix_print.h"

static struct run run;
static struct matrix matrix;
static struct drivers drivers[3]; /* of the second row: none */

static int setup(void **state)
{
	struct summary summary;
	struct matrix_input inputs[] = { { "old", NULL, "", NULL },
					 { "broken", NULL, "it does not boot", NULL },
					 { "n|ew", NULL, "", NULL } };

	(void)state;
	make_run_with_drivers(&run, &summary);
	inputs[0].run = inputs[2].run = &run;
	assert_int_equal(matrix__make(inputs, 3, NULL, &matrix), 0);
	assert_int_equal(drivers__make(&run, &summary, &drivers[0]), 0);
	assert_int_equal(drivers__make(&run, &summary, &drivers[2]), 0);
	/* No fentry on the second. */
	drivers[2].n = 2;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	drivers[2].n = 3;
	for (size_t i = 0; i < COUNT_OF(drivers); i++)
		drivers__free(&drivers[i]);
	matrix__free(&matrix);
	run__free(&run);
	return 0;
}

static void assert_prints(const char *format, const char *wanted, const char *unwanted)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	for (const struct drivers_matrix_format *f = drivers_matrix_formats; f->name; f++)
		if (!strcmp(f->name, format))
			f->print(&matrix, drivers, file);
	fclose(file);
	if (!strstr(text, wanted))
		fail_msg("there is no \"%s\" in:\n%s", wanted, text);
	if (unwanted && strstr(text, unwanted))
		fail_msg("there is \"%s\" in:\n%s", unwanted, text);
	free(text);
}

static void test_formats(void **state)
{
	(void)state;
	assert_prints("table",
		      "\nlocked               none    kprobe    fentry\n"
		      "old                     7        +1        -7\n"
		      "broken                  -         -         -\n"
		      "n|ew                    7        +1         -\n",
		      "\nstores");
	assert_prints("markdown",
		      "\n| locked | none | kprobe | fentry |\n| --- | ---: | ---: | ---: |\n"
		      "| old | 7 | +1 | -7 |\n| broken |  |  |  |\n",
		      "\n| stores");
	assert_prints("markdown", "| n\\|ew | 7 | +1 |  |\n", NULL);
	assert_prints("csv",
		      "kernel,backend,driver,none,hook,difference\n"
		      "old,none,instructions,0,2000,2000\n",
		      "broken");
	assert_prints("csv", "\nn|ew,kprobe,locked,7,8,1\n", NULL);
}

/* --format is one option for both. */
static void test_formats_are_the_same(void **state)
{
	size_t i = 0;

	(void)state;
	for (; matrix_formats[i].name; i++)
		assert_string_equal(matrix_formats[i].name, drivers_matrix_formats[i].name);
	assert_null(drivers_matrix_formats[i].name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_formats_are_the_same),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
