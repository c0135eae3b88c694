// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/user_list.h"

static void test_items(void **state)
{
	const char *list = "a=1,b,c=x=y,,d=";
	struct user_item item;

	(void)state;
	assert_true(user_list__next(&list, &item));
	assert_string_equal(item.name, "a");
	assert_string_equal(item.value, "1");
	assert_true(user_list__next(&list, &item));
	assert_string_equal(item.name, "b");
	assert_string_equal(item.value, "");
	assert_false(item.has_value);
	assert_true(user_list__next(&list, &item));
	assert_string_equal(item.name, "c");
	assert_string_equal(item.value, "x=y");
	assert_true(user_list__next(&list, &item));
	assert_string_equal(item.name, "");
	assert_true(user_list__next(&list, &item));
	assert_string_equal(item.name, "d");
	assert_true(item.has_value);
	assert_string_equal(item.value, "");
	assert_false(user_list__next(&list, &item));
}

static void test_search(void **state)
{
	struct user_item item;

	(void)state;
	assert_string_equal(user_list__value("a=1,ab=2,a=3", "ab", &item), "2");
	assert_string_equal(user_list__value("a=1,ab=2,a=3", "a", &item), "1");
	assert_null(user_list__value("a=1", "A", &item));
	assert_null(user_list__value("", "", &item));
	assert_true(user_list__has("one,two", "two"));
	assert_false(user_list__has("one,two", "tw"));
	assert_false(user_list__has("", "one"));
}

static void test_long_names_are_cut(void **state)
{
	char list[1200];
	const char *rest = list;
	struct user_item item;

	(void)state;
	memset(list, 'n', sizeof(list));
	list[500] = '=';
	list[1100] = ',';
	list[sizeof(list) - 1] = '\0';
	assert_true(user_list__next(&rest, &item));
	assert_int_equal(strlen(item.name), sizeof(item.name) - 1);
	assert_int_equal(strlen(item.value), sizeof(item.value) - 1);
	assert_true(user_list__next(&rest, &item));
	assert_int_equal(strlen(item.name), 98);
	assert_false(user_list__next(&rest, &item));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_long_names_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
