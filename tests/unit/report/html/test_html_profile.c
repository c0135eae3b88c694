// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_profile.h"

static int setup(void **state)
{
	report_setup(state);
	return folder_setup(state);
}

static int teardown(void **state)
{
	free(text);
	text = NULL;
	return folder_teardown(state);
}

static void write_page(void)
{
	struct profile_folder profile;
	struct stat st;
	FILE *file;

	assert_int_equal(profile_folder__open("p", &profile), 0);
	assert_int_equal(html_profile__write(&profile, "page.html"), 0);
	profile_folder__close(&profile);
	file = fopen("page.html", "re");
	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &st), 0);
	free(text);
	text = calloc(1, (size_t)st.st_size + 1);
	assert_int_equal(fread(text, 1, (size_t)st.st_size, file), st.st_size);
	fclose(file);
}

static void test_page(void **state)
{
	(void)state;
	make_file("p/none.folded", "main;read 10000\n");
	make_file("p/kprobe.folded", "main;read 10000\nmain;read;hook 3000\n");
	make_file("p/tp.folded", "main;read 10050\n");
	make_file("p/profile.json",
		  "{\"schema\": \"hookbench-profile/1\", \"command\": \"cat <x>\", \"kernel\": "
		  "\"6.12\", \"sample_ns\": 1000000, \"runs\": 5, \"backends\": [{\"name\": "
		  "\"kprobe\", \"hits\": 1234}], \"skipped\": [{\"backend\": \"fentry\", "
		  "\"reason\": \"no <BTF>\"}]}");
	write_page();
	assert_int_equal(strncmp(text, "<!DOCTYPE html>", 15), 0);
	assert_says("<h1>cat &lt;x&gt;</h1>");
	assert_says("6.12 \302\267 5 runs of the command for each");
	/* Hits, samples, time, what is over none, and three standard deviations of it. */
	assert_says("<th scope=\"row\">kprobe</th><td class=\"number\">1,234</td>"
		    "<td class=\"number\">13,000</td><td class=\"number\">13000.0 ms</td>"
		    "<td class=\"number\">+3,000</td><td class=\"number\">+3000.0 ms</td>"
		    "<td class=\"number\">\302\261455</td><td>yes</td>");
	assert_says("<td>may be chance</td>");
	assert_says("fentry was skipped: no &lt;BTF&gt;");
	assert_int_equal(count_of("<section class=\"run\""), 3);
	assert_int_equal(count_of("<figure class=\"flame\">"), 5); /* `none` has one */
}

static void test_without_facts(void **state)
{
	(void)state;
	make_file("p/kprobe.folded", "main 5\n");
	write_page();
	assert_says("<h1>Call stacks under each hook</h1>");
	/* No time a sample, no hits, no none. */
	assert_says("<th scope=\"row\">kprobe</th><td class=\"number\">\342\200\223</td>"
		    "<td class=\"number\">5</td><td class=\"number\">\342\200\223</td>");
}

static void test_page_that_cannot_be_written(void **state)
{
	struct profile_folder profile;

	(void)state;
	make_file("p/none.folded", "main 1\n");
	assert_int_equal(profile_folder__open("p", &profile), 0);
	log_begin();
	assert_int_equal(html_profile__write(&profile, "missing/page.html"), -ENOENT);
	assert_logs("cannot write missing/page.html: ");
	profile_folder__close(&profile);
}

#define in_folder(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_folder(test_page),
		in_folder(test_without_facts),
		in_folder(test_page_that_cannot_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
