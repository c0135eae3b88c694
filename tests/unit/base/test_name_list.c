// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/name_list.h"

static void check_format(const struct name_list *list, const char *expected)
{
	char text[256];

	name_list__format(list, text, sizeof(text));
	assert_string_equal(text, expected);
}

static void test_names_up_to_the_limit_and_beyond(void **state)
{
	struct name_list list = { 0 };

	(void)state;
	check_format(&list, "");
	name_list__add(&list, "%s %d", "first", 1);
	check_format(&list, "first 1");
	name_list__add(&list, "second");
	name_list__add(&list, "third");
	check_format(&list, "first 1, second, third");
	name_list__add(&list, "fourth");
	name_list__add(&list, "fifth");
	assert_int_equal(list.n, 5);
	check_format(&list, "first 1, second, third and 2 more");
}

/* Those that are kept are compared; the others are only counted. */
static void test_a_name_is_there_once(void **state)
{
	struct name_list list = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++) {
		name_list__add(&list, "a");
		name_list__add(&list, "b");
	}
	assert_int_equal(list.n, 2);
	check_format(&list, "a, b");
}

static void test_a_long_name_is_cut(void **state)
{
	struct name_list list = { 0 };
	char name[200];

	(void)state;
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	name_list__add(&list, "%s", name);
	name_list__add(&list, "%s", name);
	assert_int_equal(list.n, 1);
	name[sizeof(list.names[0]) - 1] = '\0';
	check_format(&list, name);
}

static void test_a_text_without_room(void **state)
{
	struct name_list list = { 0 };
	char text[64];

	(void)state;
	for (int i = 0; i < 5; i++)
		name_list__add(&list, "name %d", i);
	for (size_t size = 1; size < sizeof(text); size++) {
		memset(text, '#', sizeof(text));
		name_list__format(&list, text, size);
		assert_true(strlen(text) < size);
		assert_int_equal(strncmp(text, "name 0, name 1, name 2 and 2 more", strlen(text)),
				 0);
		assert_int_equal(text[size], '#');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_up_to_the_limit_and_beyond),
		cmocka_unit_test(test_a_name_is_there_once),
		cmocka_unit_test(test_a_long_name_is_cut),
		cmocka_unit_test(test_a_text_without_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
