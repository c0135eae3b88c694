// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <elf.h>
#include <sys/utsname.h>

#include "bench/vm/guest_arch.h"

static void test_all_names_of_one(void **state)
{
	static const char *const names[][3] = { { "x86-64", "x86_64", "amd64" },
						{ "arm64", "aarch64", "arm64" } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		for (size_t j = 0; j < 3; j++)
			assert_string_equal(guest_arch__find(names[i][j])->name, names[i][0]);
	assert_null(guest_arch__find("arm"));
	assert_null(guest_arch__find(""));
}

static void test_by_elf_machine(void **state)
{
	(void)state;
	assert_string_equal(guest_arch__of_elf_machine(EM_AARCH64)->name, "arm64");
	assert_string_equal(guest_arch__of_elf_machine(EM_X86_64)->name, "x86-64");
	assert_null(guest_arch__of_elf_machine(EM_S390));
	assert_null(guest_arch__of_elf_machine(EM_NONE));
}

static void test_this_machine(void **state)
{
	struct utsname name;

	(void)state;
	assert_int_equal(uname(&name), 0);
	assert_string_equal(guest_arch__native()->machine, name.machine);
	for (const struct guest_arch *arch = guest_archs; arch->name; arch++)
		assert_int_equal(guest_arch__is_native(arch), arch == guest_arch__native());
}

/* What is written with these must fit where they are used. */
static void test_rows_are_whole(void **state)
{
	char text[64];

	(void)state;
	for (const struct guest_arch *arch = guest_archs; arch->name; arch++) {
		assert_true(arch->command_line_most <= GUEST_ARCH_COMMAND_LINE_MOST);
		assert_non_null(arch->channel[0]);
		assert_non_null(arch->exact_cpu_options);
		assert_non_null(arch->exact_arguments);
	}
	guest_arch__list(text, sizeof(text));
	assert_string_equal(text, "x86-64, arm64");
	guest_arch__list(text, 8);
	assert_string_equal(text, "x86-64,");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_names_of_one),
		cmocka_unit_test(test_by_elf_machine),
		cmocka_unit_test(test_this_machine),
		cmocka_unit_test(test_rows_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
