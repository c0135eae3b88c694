// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/attach_cost_support.h"

#include "report/plots/attach_plot.h"

static char *text;

static void write_plot(void)
{
	size_t size;
	FILE *file = open_memstream(&text, &size);

	attach_plot__write(&cost, file);
	fclose(file);
}

static void test_lines(void **state)
{
	(void)state;
	make_cost();
	add_trial("kprobe.multi", 10, 1, 7000, "");
	write_plot();
	assert_non_null(strstr(text, "set logscale xy\n"));
	/* Loading and attaching. */
	assert_non_null(strstr(text, "$d0 << EOD\n1 1500\n10 4000\nEOD\n"));
	assert_non_null(strstr(text, "$d1 << EOD\n10 8000\nEOD\n"));
	assert_non_null(strstr(text, "title 'kprobe.multi'\n"));
	assert_null(strstr(text, "fentry"));
	free(text);
	attach_cost__free(&cost);
}

static void test_nothing(void **state)
{
	(void)state;
	cost = (struct attach_cost){ .unit = CLOCK_NANOSECONDS };
	add_trial("fentry", 1, 1, COUNT_UNKNOWN, "no");
	write_plot();
	assert_non_null(strstr(text, "plot NaN notitle\n"));
	free(text);
	attach_cost__free(&cost);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
