// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/tables/matrix_print.h"

#define MOST 5

static struct run runs[MOST];
static struct matrix_input inputs[MOST];
static struct matrix matrix;
static size_t n;
static char *text;

static int setup(void **state)
{
	(void)state;
	n = 0;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		if (inputs[i].run)
			run__free(&runs[i]);
	free(text);
	text = NULL;
	return 0;
}

static struct run *add(const char *release, int more)
{
	struct run *run = &runs[n];

	make_run(run, 2);
	run->vm = json_pack("{s:s, s:s, s:s}", "accelerator", "exact", "cpu_model", "qemu64",
			    "append", "quiet");
	json_object_set_new(run->environment, "kernel_release", json_string(release));
	for (size_t i = 0; i < run->n_trials; i++)
		if (!strcmp(run->trials[i].backend, "kprobe"))
			run->trials[i].operation.figures.mode += more;
	inputs[n++] = (struct matrix_input){ .name = "image", .run = run };
	return run;
}

static void add_failure(const char *name, const char *reason)
{
	inputs[n++] = (struct matrix_input){ .name = name, .reason = reason };
}

static void print_as(const char *name)
{
	const struct matrix_format *f = matrix_formats;
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	while (strcmp(f->name, name) != 0) {
		f++;
		assert_non_null(f->name);
	}
	assert_int_equal(matrix__make(inputs, n, NULL, &matrix), 0);
	f->print(&matrix, file);
	matrix__free(&matrix);
	fclose(file);
}

static void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static void test_table(void **state)
{
	(void)state;
	add("6.1", 0);
	add_failure("6.2", "it does not boot");
	add("6.12", 16);
	add("6.13", 10);
	print_as("table");
	assert_string_equal(
		text,
		"do_unlinkat; create-unlink, payload count, 2 rounds of 1,000 cycles (VM, exact, qemu64)\n"
		"unit: instructions per operation\n\n"
		"kernel         none       kprobe       fentry\n"
		"6.1           2,000    400          100      \n"
		"6.2           it does not boot\n"
		"6.12          2,000    416   +16    100     0\n"
		"6.13          2,000    410    -6    100     0\n"
		"last - first      0          +10            0\n\n"
		"none: cost. The others: overhead, with the difference from the kernel before.\n\n"
		"6.1 -> 6.12: regression (kprobe +16)\n"
		"6.12 -> 6.13: improvement (kprobe -6)\n"
		"6.1 -> 6.13: regression (kprobe +10)\n\n"
		"6.1 to 6.12: Regression: kprobe costs 16 instructions more (+4.0 %, moderate); "
		"1 costs the same.\n");
}

static void test_nothing_changed(void **state)
{
	(void)state;
	add("6.1", 0);
	add("6.12", 0);
	print_as("table");
	assert_says("6.1 -> 6.12: same\n\nNo difference: all hooks cost the same.\n");
}

static void test_company_is_in_the_heading(void **state)
{
	static const char *const formats[] = { "table", "markdown" };

	(void)state;
	strcpy(add("6.1", 0)->plan.beside, "fentry");
	strcpy(add("6.12", 0)->plan.beside, "fentry");
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		print_as(formats[i]);
		assert_says(" (VM, exact, qemu64)\nbeside fentry\nunit: ");
	}
}

static void test_what_is_hooked_is_in_the_heading(void **state)
{
	(void)state;
	add_failure("bad", "it hangs");
	add("6.12", 0);
	add("6.18", 0);
	print_as("table");
	assert_int_equal(strncmp(text, "do_unlinkat; create-unlink, payload ", 36), 0);
	strcpy(add("7.3", 0)->target.symbol, "filename_unlinkat");
	print_as("markdown");
	assert_says("do_unlinkat, filename_unlinkat; create-unlink, payload ");
}

static void test_backend_that_came(void **state)
{
	struct run *run = add("6.1", 0);

	(void)state;
	for (size_t i = 0; i < run->n_trials; i++)
		if (!strcmp(run->trials[i].backend, "fentry"))
			strcpy(run->trials[i].backend, "gone");
	run->capabilities[2].available = false;
	add("6.12", 0);
	print_as("table");
	assert_says(": newly attaches (fentry)\n");
	assert_says("6.1           2,000    400            -");
}

static void leave_out(struct run *run, const char *reason)
{
	struct capability *c = &run->capabilities[2];

	assert_string_equal(c->backend, "fentry");
	c->available = false;
	strcpy(c->reason, reason);
	for (size_t i = 0; i < run->n_trials; i++)
		if (!strcmp(run->trials[i].backend, "fentry"))
			strcpy(run->trials[i].backend, "gone");
}

/* An empty cell says why: each reason once, with the kernels that have it. */
static void test_skipped(void **state)
{
	(void)state;
	leave_out(add("5.10", 0), "no trampolines");
	leave_out(add("6.1", 0), "no trampolines");
	add_failure("6.2", "it does not boot");
	leave_out(add("6.12", 0), "no BTF");
	add("6.18", 0);
	print_as("table");
	assert_says("\n\nfentry skipped on 5.10, 6.1: no trampolines\n"
		    "fentry skipped on 6.12: no BTF\n\n5.10 -> 6.1: ");
	print_as("markdown");
	assert_says("\n- fentry skipped on 6.12: no BTF\n\n- 5.10 -> 6.1: ");
	print_as("csv");
	assert_says("fentry,false,instructions,,,,,,,no BTF,create-unlink");
}

static void test_skipped_on_all(void **state)
{
	(void)state;
	leave_out(add("5.10", 0), "no trampolines");
	add_failure("6.2", "it does not boot");
	leave_out(add("6.1", 0), "no trampolines");
	print_as("table");
	assert_says("\nfentry skipped: no trampolines\n\n5.10 -> 6.1: ");
}

static void test_incomparable(void **state)
{
	(void)state;
	add("6.1", 0);
	json_object_set_new(add("6.12", 16)->vm, "accelerator", json_string("tcg"));
	print_as("table");
	assert_says("6.1 -> 6.12: not comparable (different accelerator (exact, tcg))\n");
}

static void test_markdown(void **state)
{
	(void)state;
	add("6.1", 0);
	add_failure("6.2", "a|b");
	add("6.12", 16);
	print_as("markdown");
	assert_says("| kernel | none (cost) | kprobe | fentry |\n| --- | ---: | ---: | ---: |\n"
		    "| 6.1 | 2,000 | 400 | 100 |\n"
		    "| 6.2 | a\\|b |\n"
		    "| 6.12 | 2,000 | 416 (+16) | 100 |\n\n"
		    "- 6.1 -> 6.12: regression (kprobe +16)\n");
}

static void test_csv(void **state)
{
	(void)state;
	add("6.1", 0);
	add_failure("bad,name", "it \"hangs\"");
	add("6.12", 16);
	print_as("csv");
	assert_says("\nimage,6.12,kprobe,false,instructions,2416,416,416,416,16,regression,,"
		    "create-unlink,count,qemu64,quiet,1,,,1,false\n");
	assert_says("\nimage,6.1,none,true,instructions,2000,0,0,0,,,,");
	assert_says(
		"\n\"bad,name\",,kprobe,false,instructions,,,,,,,\"it \"\"hangs\"\"\",,,,,,,,,\n");
}

static void test_csv_has_the_company(void **state)
{
	struct plan *plan = &add("6.1", 0)->plan;

	(void)state;
	strcpy(plan->beside, "fentry");
	strcpy(plan->elsewhere, "kprobe.multi:all");
	plan->copies = 8;
	plan->pid_filter = true;
	print_as("csv");
	assert_says(",threads,beside,elsewhere,copies,pid_filter\n");
	assert_says(",1,fentry,kprobe.multi:all,8,true\n");
}

#define on_matrix(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_matrix(test_table),
		on_matrix(test_nothing_changed),
		on_matrix(test_company_is_in_the_heading),
		on_matrix(test_what_is_hooked_is_in_the_heading),
		on_matrix(test_backend_that_came),
		on_matrix(test_skipped),
		on_matrix(test_skipped_on_all),
		on_matrix(test_incomparable),
		on_matrix(test_markdown),
		on_matrix(test_csv),
		on_matrix(test_csv_has_the_company),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
