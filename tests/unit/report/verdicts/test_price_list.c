// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/verdicts/price_list.h"

#define RUNS 4

static struct run runs[RUNS];
static struct summary summaries[RUNS];
static struct priced_run priced[RUNS];
static struct price_list list;
static char *text;

/* kprobe takes `more` instructions more than make_run says. */
static void set_run(size_t i, const char *kernel, const char *payload, int more)
{
	make_run(&runs[i], 2);
	json_object_set_new(runs[i].environment, "kernel_release", json_string(kernel));
	snprintf(runs[i].plan.payload, NAME_SIZE, "%s", payload);
	for (size_t k = 0; k < runs[i].n_trials; k++)
		if (!strcmp(runs[i].trials[k].backend, "kprobe"))
			runs[i].trials[k].operation.figures.mode += more;
	summary__make(&runs[i], &summaries[i]);
	priced[i] = (struct priced_run){ &runs[i], &summaries[i] };
}

static int setup(void **state)
{
	(void)state;
	set_run(0, "6.1", "hash", 150);
	set_run(1, "6.1", "empty", 0);
	set_run(2, "<7.3>|", "hash", 140);
	set_run(3, "<7.3>|", "empty", 10);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < RUNS; i++)
		run__free(&runs[i]);
	free(text);
	text = NULL;
	return 0;
}

static const char *write_as(enum destination to)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	if (to == TO_CSV)
		price_list__write_csv(&list, file);
	else
		price_list__write(&list, to, file);
	assert_int_equal(fclose(file), 0);
	return text;
}

/* Each kernel's own `empty` is the base, wherever in the list it is. */
static void test_prices(void **state)
{
	(void)state;
	price_list__make(priced, RUNS, &list);
	assert_int_equal(list.n_rows, 1);
	assert_string_equal(list.payloads[0], "hash");
	assert_string_equal(list.columns[0].backend, "kprobe");
	assert_float_equal(list.prices[0][0], 150, 0);
	for (size_t i = 1; i < list.n_columns; i++) {
		bool is_newer_kprobe = !strcmp(list.columns[i].kernel, "<7.3>|") &&
				       !strcmp(list.columns[i].backend, "kprobe");

		assert_float_equal(list.prices[0][i], is_newer_kprobe ? 130 : 0, 0);
	}
}

static void test_without_a_base_there_are_none(void **state)
{
	(void)state;
	price_list__make(&priced[0], 1, &list);
	assert_int_equal(list.n_rows, 0);
	assert_string_equal(write_as(TO_MARKDOWN), "");
	snprintf(runs[1].plan.workload, NAME_SIZE, "rename");
	priced[3].run = NULL;
	price_list__make(priced, RUNS, &list);
	assert_int_equal(list.n_rows, 0);
}

static void test_tables(void **state)
{
	(void)state;
	price_list__make(priced, RUNS, &list);
	assert_non_null(strstr(write_as(TO_TERMINAL), "kprobe, 6.1"));
	assert_non_null(strstr(write_as(TO_MARKDOWN), "| hash | 150 |"));
	assert_null(strstr(text, "<7.3>|"));
	assert_non_null(strstr(write_as(TO_HTML), "<td class=\"number\">150</td>"));
	assert_null(strstr(text, "<7.3>"));
	assert_non_null(strstr(write_as(TO_CSV), "hash,6.1,kprobe,instructions,150\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_prices, setup, teardown),
		cmocka_unit_test_setup_teardown(test_without_a_base_there_are_none, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_tables, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
