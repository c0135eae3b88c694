// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/figures/format.h"
#include "report/html/html_parts.h"

static void write_first(const struct report *r, FILE *file)
{
	html_table__write(&r->runs[0], file);
}

static void write_table(void)
{
	free(text);
	text = NULL;
	write_report(write_first);
}

static void test_rows(void **state)
{
	(void)state;
	add_run("6.<12>", 2, 0);
	write_table();
	assert_says("aria-label=\"Results of 6.&lt;12&gt;\"");
	assert_int_equal(count_of("<tr><th scope=\"row\">"), 2);
	assert_int_equal(count_of("<tr class=\"reference\"><th scope=\"row\">"), 2);
	assert_says("<th scope=\"row\">control</th>");
	assert_says("data-value=\"400\">+400</td>");
	assert_says("data-value=\"100\">+100</td>");
	assert_says("data-value=\"4\">4.00</td>");
	assert_says("<small>instructions</small>");
	assert_says(
		"Per operation, in instructions. Each row is based on up to 2 rounds of 1,000 ");
}

/* The reference is compared with nothing: no overhead, and no difference. */
static void test_reference_has_no_difference(void **state)
{
	const char *row, *end;

	(void)state;
	add_run("6.12", 2, 0);
	write_table();
	row = strstr(text, "<th scope=\"row\">none</th>");
	assert_non_null(row);
	end = strstr(row, "</tr>");
	/* Overhead, differs, ratio; hits, which no hook made. */
	*(char *)end = '\0';
	assert_null(strstr(row, "class=\"number bar\""));
	assert_null(strstr(row, ">no</td>"));
	assert_non_null(strstr(row, "data-value=\"2000\">2,000</td><td class=\"number none\""));
}

static void test_columns_of_time(void **state)
{
	const struct summary_row *kprobe;
	char range[CELL_SIZE];

	(void)state;
	add_run("6.12", 12, 0);
	write_table();
	assert_says_not("95 % interval");
	assert_says_not("Throughput");
	make_time(&report_runs[0], 400, 100, 10);
	write_table();
	assert_says("95 % interval <small>ns</small>");
	assert_says("Throughput <small>operations/s</small>");
	kprobe = summary__row(&report_runs[0].summary, "kprobe");
	format__range(range, kprobe->low, kprobe->high);
	assert_non_null(strstr(range, " to +"));
	assert_says(range);
	assert_says(">yes</td>");
	assert_says_not("Overhead a hit");
}

/* Cut to few digits; the whole number is in the title. */
static void test_short_numbers(void **state)
{
	struct run *run = &add_run("6.12", 12, 0)->run;

	(void)state;
	make_time(&report_runs[0], 400, 100, 0);
	for (size_t i = 0; i < run->n_trials; i++)
		run->trials[i].operation.figures.p999 = 1234567;
	write_table();
	assert_says("data-value=\"1234567\" title=\"1,234,567\">1.23M</td>");
	assert_says("data-value=\"2400\" title=\"2,400\">2,400</td>");
}

static void test_commands(void **state)
{
	struct run *run = &add_run("6.12", 12, 0)->run;

	(void)state;
	make_time(&report_runs[0], 400, 100, 0);
	strcpy(run->plan.command, "true");
	run->capabilities[1].command_hits = 20;
	run->capabilities[2].command_hits = COUNT_UNKNOWN;
	write_table();
	assert_says("Hits <small>a run</small>");
	assert_says("Overhead per hit <small>ns</small>");
	assert_says("data-value=\"20\">20</td><td class=\"number\" data-value=\"20\">20</td>");
}

/* It is not called "no" where more than hooks cost is left open. */
static void test_too_noisy_to_tell(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 0, 5000, 200);
	write_table();
	assert_says(">too noisy to tell</td>");
	make_time(&report_runs[0], 0, 5000, 1);
	write_table();
	assert_says_not("too noisy to tell");
	assert_says(">no</td>");
}

static void test_too_few_rounds(void **state)
{
	(void)state;
	make_time(add_run("6.12", 2, 0), 400, 100, 10);
	write_table();
	assert_says(">too few rounds</td>");
	assert_says_not("nan");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_rows),
		on_report(test_reference_has_no_difference),
		on_report(test_columns_of_time),
		on_report(test_short_numbers),
		on_report(test_commands),
		on_report(test_too_noisy_to_tell),
		on_report(test_too_few_rounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
