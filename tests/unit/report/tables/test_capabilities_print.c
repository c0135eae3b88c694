// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/tables/capabilities_print.h"

static struct run run;
static char *text;

static int setup(void **state)
{
	(void)state;
	make_run(&run, 2);
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

static void print(bool is_short)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	capabilities_print(&run, is_short, file);
	fclose(file);
}

static void refuse(size_t i, const char *reason, const char *remedy)
{
	run.capabilities[i].available = false;
	strcpy(run.capabilities[i].reason, reason);
	strcpy(run.capabilities[i].remedy, remedy);
}

static void test_a_line_each(void **state)
{
	(void)state;
	refuse(1, "this kernel has no kprobes", "use another kernel");
	print(false);
	assert_string_equal(text, "On 6.12.0-test, hooking do_unlinkat:\n"
				  "  none             yes\n"
				  "  kprobe           no: this kernel has no kprobes\n"
				  "                       use another kernel\n"
				  "  fentry           yes\n");
}

/* What works is a list of names; a remedy for several is below the last of them. */
static void test_short(void **state)
{
	(void)state;
	print(true);
	assert_string_equal(text, "On 6.12.0-test, hooking do_unlinkat:\n"
				  "  yes: none, kprobe, fentry\n");
	refuse(1, "this kernel has no kprobes", "use another kernel");
	refuse(2, "this kernel has no BTF, and what else a trampoline needs is not there",
	       "use another kernel");
	print(true);
	assert_string_equal(
		text,
		"On 6.12.0-test, hooking do_unlinkat:\n"
		"  yes: none\n"
		"  kprobe           no: this kernel has no kprobes\n"
		"  fentry           no: this kernel has no BTF, and what else a trampoline needs is "
		"not there\n"
		"                       use another kernel\n");
	refuse(2, "this kernel has no BTF", "");
	print(true);
	assert_non_null(strstr(text, "no kprobes\n                       use another kernel\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_line_each, setup, teardown),
		cmocka_unit_test_setup_teardown(test_short, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
