// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/machine/hypervisor.h"

static void test_flags(void **state)
{
	static const struct {
		const char *cpuinfo;
		bool is_above;
	} rows[] = {
		{ "processor\t: 0\nflags\t\t: fpu sse2 hypervisor lahf_lm\n", true },
		{ "flags\t\t: fpu sse2\n\nflags\t\t: hypervisor\n", false }, /* all have the same */
		{ "flags\t\t: fpu\n", false },
		{ "model name\t: hypervisor\nFeatures\t: fp asimd\n", false },
		{ "", false },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		make_file("proc/cpuinfo", rows[i].cpuinfo);
		assert_int_equal(hypervisor__is_above(*state), rows[i].is_above);
	}
}

static void test_without_the_file(void **state)
{
	assert_false(hypervisor__is_above(*state));
}

/* Before the flags, one that is longer than what is read at once. */
static void test_a_long_line(void **state)
{
	FILE *file;

	make_file("proc/cpuinfo", "");
	file = fopen("proc/cpuinfo", "we");
	assert_non_null(file);
	fputs("bugs\t: ", file);
	for (int i = 0; i < 5000; i++)
		fputs("spectre ", file);
	fputs("\nflags\t: hypervisor\n", file);
	fclose(file);
	assert_true(hypervisor__is_above(*state));
}

static void test_this_machine(void **state)
{
	char name[64];

	(void)state;
	memset(name, 'x', sizeof(name));
	hypervisor__name(name, sizeof(name));
	assert_non_null(memchr(name, '\0', sizeof(name)));
#if defined(__x86_64__)
	assert_int_equal(strcmp(name, "none") == 0, !hypervisor__is_above(""));
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_flags),
		folder_test(test_without_the_file),
		folder_test(test_a_long_line),
		cmocka_unit_test(test_this_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
