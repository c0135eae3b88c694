// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"
#include "tests/unit/drivers_support.h"

static void write_all(const struct report *r, FILE *file)
{
	for (size_t i = 0; i < r->n; i++)
		html_counters__write(r, i, file);
}

static void write_counters(void)
{
	free(text);
	text = NULL;
	write_report(write_all);
}

static void count_cycles(struct run *run)
{
	for (size_t i = 0; i < run->n_trials; i++) {
		struct trial *t = &run->trials[i];

		t->counters.kernel_cycles = (int64_t)t->operations * (1000 + (int64_t)i);
		t->counters.user_cycles = 0;
	}
}

/* A run in time, on the user's machine, and one with drivers of the same kernel. */
static void test_two_runs(void **state)
{
	struct report_run *counted = add_run("6.12", 1, 0), *driven = add_run("6.12", 1, 0);

	(void)state;
	snprintf(driven->label, sizeof(driven->label), "exact & <b>");
	count_cycles(&counted->run);
	driven->run.drivers = json_of(drivers_text);
	write_counters();
	assert_int_equal(count_of("<h3>"), 1);
	assert_says("<th scope=\"row\">cycles<small>of the CPU, in the kernel, ");
	assert_says(
		"<th scope=\"row\"><code>instructions</code></th><td class=\"number\">+400</td>");
	assert_says("is of the run exact &amp; &lt;b&gt;, counted exactly in a VM.");
	assert_says("A correlation is not computed: there are 2 hooks, and with fewer than 4");
	assert_int_equal(count_of("branch misses<small>of"), 0);
	assert_int_equal(count_of("Spearman"), 0);
}

/* Nothing without counters, without drivers, or of another kernel. */
static void test_nothing(void **state)
{
	struct report_run *counted = add_run("6.12", 1, 0), *driven = add_run("6.13", 1, 0);

	(void)state;
	driven->run.drivers = json_of(drivers_text);
	write_counters();
	assert_int_equal(count_of("<h3>"), 0);
	count_cycles(&counted->run);
	write_counters();
	assert_int_equal(count_of("<h3>"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_two_runs),
		on_report(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
