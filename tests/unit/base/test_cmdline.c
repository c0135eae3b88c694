// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/cmdline.h"

static char *words(const char *word)
{
	return (char *)word;
}

static void test_one_command(void **state)
{
	char *const given[] = { words("rm"), words("-f"), words("a && b"), NULL };
	struct cmdline line;

	(void)state;
	assert_int_equal(cmdline__split(given, &line), 0);
	assert_int_equal(line.n, 1);
	for (size_t i = 0; i < COUNT_OF(given); i++)
		assert_ptr_equal(line.words[i], given[i]);
	cmdline__free(&line);
}

static void test_several_commands(void **state)
{
	char *const given[] = { words("a"),  words("1"), words("&&"), words("b"),
				words("&&"), words("c"), words(""),   NULL };
	struct cmdline line;
	char **second, **third;
	char *text;
	json_t *json;

	(void)state;
	assert_int_equal(cmdline__split(given, &line), 0);
	assert_int_equal(line.n, 3);
	second = cmdline__next(line.words);
	third = cmdline__next(second);
	assert_string_equal(line.words[1], "1");
	assert_null(line.words[2]);
	assert_string_equal(second[0], "b");
	assert_null(second[1]);
	assert_string_equal(third[0], "c");
	assert_string_equal(third[1], "");
	assert_null(third[2]);
	json = cmdline__to_json(&line);
	text = json_dumps(json, JSON_COMPACT);
	assert_string_equal(text, "[[\"a\",\"1\"],[\"b\"],[\"c\",\"\"]]");
	free(text);
	json_decref(json);
	cmdline__free(&line);
}

static void test_a_command_is_missing(void **state)
{
	char *const given[][4] = {
		{ NULL },
		{ words("&&"), NULL },
		{ words("&&"), words("a"), NULL },
		{ words("a"), words("&&"), NULL },
		{ words("&&"), words("&&"), words("a"), NULL },
	};
	struct cmdline line;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(given); i++) {
		log_begin();
		assert_int_equal(cmdline__split(given[i], &line), -EINVAL);
		assert_int_equal(caught.n[LOG_ERROR], 1);
		assert_non_null(strstr(caught.last, "a command is missing"));
	}
}

static void test_strings_keep_every_byte(void **state)
{
	char all[256], **back;
	char *const given[] = { all, words(""), words("a b"), NULL };
	json_t *json;

	(void)state;
	for (int i = 0; i < 256; i++)
		all[i] = (char)(i < 255 ? i + 1 : 0);
	json = strings__pack(given);
	back = strings__unpack(json);
	json_decref(json);
	assert_non_null(back);
	for (size_t i = 0; given[i]; i++)
		assert_string_equal(back[i], given[i]);
	assert_null(back[3]);
	strings__free(back);
}

static void test_what_is_no_list_of_strings(void **state)
{
	static const char *const wrong[] = { "{}", "[1]", "[\"YQ==\", null]", "[\"?\"]" };

	(void)state;
	assert_null(strings__unpack(NULL));
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		json_t *json = json_loads(wrong[i], 0, NULL);

		assert_null(strings__unpack(json));
		json_decref(json);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_command),
		cmocka_unit_test(test_several_commands),
		cmocka_unit_test(test_a_command_is_missing),
		cmocka_unit_test(test_strings_keep_every_byte),
		cmocka_unit_test(test_what_is_no_list_of_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
