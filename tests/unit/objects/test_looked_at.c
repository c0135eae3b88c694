// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/objects/looked_at.h"

static void require(const struct path_list *list, const char *joined)
{
	char text[512] = "";

	for (size_t i = 0; i < list->n; i++) {
		strcat(text, list->v[i]);
		strcat(text, "|");
	}
	assert_string_equal(text, joined);
}

static void test_a_rule(void **state)
{
	struct path_list files = { 0 };

	(void)state;
	assert_true(looked_at__add_files(
		"-: /a/b.c \\\n  /usr/x.h /my\\ own/$$y\\#.h \\\n  /a/b.c\n", &files));
	require(&files, "/a/b.c|/usr/x.h|/my own/$y#.h|");
	path_list__free(&files);
	assert_int_equal(files.n, 0);
}

static void test_a_rule_that_is_not_understood(void **state)
{
	static const char *const bad[] = {
		"", "-:", "-: ", "/a/b.c /c.h", "-: /a\\b.h", "-: /a.h\\"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct path_list files = { 0 };

		assert_false(looked_at__add_files(bad[i], &files));
		path_list__free(&files);
	}
}

#define LIST                                          \
	"#include \"...\" search starts here:\n"      \
	" /own\n"                                     \
	"#include <...> search starts here:\n /a b\n" \
	" /usr/include\n"
#define END "End of search list.\n"

static void test_folders(void **state)
{
	struct path_list folders = { 0 };

	(void)state;
	assert_true(looked_at__add_folders(
		"clang version 14\nignoring nonexistent directory \"/later\"\n"
		"ignoring duplicate directory \"/twice\"\n" LIST END " /behind\n",
		&folders));
	require(&folders, "/later|/twice|/own|/a b|/usr/include|");
	path_list__free(&folders);
}

static void test_folders_that_are_not_understood(void **state)
{
	static const char *const bad[] = {
		"",
		LIST,
		END,
		LIST " /System/Library (framework directory)\n" END,
		LIST "error\n" END,
		"Configuration file: /etc/clang.cfg\n" LIST END,
		LIST " \n" END,
		"ignoring nonexistent directory /a\n" LIST END,
		LIST "\n" END,
		"ignoring nonexistent directory \"\n" LIST END,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct path_list folders = { 0 };

		assert_false(looked_at__add_folders(bad[i], &folders));
		path_list__free(&folders);
	}
}

static bool add_names(const char *text, struct path_list *names)
{
	return looked_at__add_names(text, strlen(text), names);
}

static void test_names(void **state)
{
	struct path_list names = { 0 };

	(void)state;
	assert_true(add_names("#ifdef __has_include\n#if __has_include(<a/b.h>)\n"
			      "#if __has_include_next ( \"c.h\" )\n#endif // __has_include",
			      &names));
	require(&names, "a/b.h|c.h|");
	path_list__free(&names);
	assert_true(add_names("", &names));
	assert_int_equal(names.n, 0);
}

static void test_files_that_are_not_understood(void **state)
{
	static const char *const bad[] = { "x = __DATE__;",	      "__TIME__",
					   "a __TIMESTAMP__ b",	      "#if __has_embed(<a>)",
					   "#if __has_include(NAME)", "#if __has_include(<a.h",
					   "__has_include(" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct path_list names = { 0 };

		assert_false(add_names(bad[i], &names));
		path_list__free(&names);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_rule),
		cmocka_unit_test(test_a_rule_that_is_not_understood),
		cmocka_unit_test(test_folders),
		cmocka_unit_test(test_folders_that_are_not_understood),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_files_that_are_not_understood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
