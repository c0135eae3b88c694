// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/elf_support.h"

#include "bench/objects/instruction_start.h"

static void test_starts(void **unused)
{
	uint64_t from, before, after;

	(void)unused;
	write_text_file("x.c", KNOWN "int main(void) { return 0; }\n");
	compile("-o x x.c");
	from = address_of("x", "known");
	assert_int_equal(instruction_start__find("x", from, from, &before, &after),
			 INSTRUCTION_BEGINS);
	assert_int_equal(instruction_start__find("x", from, from + KNOWN_SIZE, &before, &after),
			 INSTRUCTION_BEGINS);
	for (uint64_t i = 1; i < KNOWN_SIZE; i++) {
		assert_int_equal(instruction_start__find("x", from, from + i, &before, &after),
				 INSTRUCTION_GOES_ON);
		assert_true(before == from && after == from + KNOWN_SIZE);
	}
	assert_int_equal(instruction_start__find("x.c", from, from, &before, &after),
			 INSTRUCTION_UNKNOWN);
	assert_int_equal(instruction_start__find("none", from, from, &before, &after),
			 INSTRUCTION_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_starts) };

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
