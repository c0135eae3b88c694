// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/target.h"

static void test_names_of_functions(void **state)
{
	static const char *const names[] = { "do_unlinkat",	 "x",	       "_",
					     "__x64_sys_unlink", "foo.isra.0", "a$b" };
	static const char *const others[] = { "",   "1x",  "a b", "a-b",	  "a/b",
					      "a*", "a;b", "a\n", "do_unlinkat+4" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (!target__is_name(names[i]))
			fail_msg("\"%s\" is no name", names[i]);
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (target__is_name(others[i]))
			fail_msg("\"%s\" is a name", others[i]);
}

/* It must fit into the struct. */
static void test_length_of_a_name(void **state)
{
	char name[sizeof((struct target){ 0 }.symbol) + 1] = "";

	(void)state;
	memset(name, 'x', sizeof(name) - 2);
	assert_true(target__is_name(name));
	name[sizeof(name) - 2] = 'x';
	assert_false(target__is_name(name));
}

static void test_width_of_the_result(void **state)
{
	(void)state;
	assert_true(target__returns_int(&(struct target){ .return_type = "int" }));
	assert_false(target__returns_int(&(struct target){ .return_type = "long int" }));
	assert_false(target__returns_int(&(struct target){ .return_type = "" }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_of_functions),
		cmocka_unit_test(test_length_of_a_name),
		cmocka_unit_test(test_width_of_the_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
