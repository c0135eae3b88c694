// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/machine/script.h"

static void test_first_line(void **state)
{
	char line[64];

	(void)state;
	make_file("script", "#! /usr/bin/env bash\necho\n");
	make_file("text", "echo\n");
	make_file("empty", "");
	assert_true(script__first_line("script", line, sizeof(line)));
	assert_string_equal(line, "/usr/bin/env bash");
	assert_false(script__first_line("text", line, sizeof(line)));
	assert_false(script__first_line("empty", line, sizeof(line)));
	assert_false(script__first_line("missing", line, sizeof(line)));
}

static void test_what_is_wrong(void **state)
{
	static const struct {
		const char *content;
		int error;
		const char *why;
	} rows[] = {
		{ "echo\n", ENOEXEC, "begin it with #!/bin/sh" },
		{ "\177ELF", ENOENT, "the loader that it names does not exist" },
		{ "#!/bin/sh\r\necho\r\n", ENOENT, "sed -i 's/\\r$//' file" },
		{ "#!/bin/sh -e\r\n", ENOENT, "carriage return" },
		{ "#!/no/shell -e\n", ENOENT, "its interpreter \"/no/shell\" does not exist" },
		{ "#!/bin/sh\n", EACCES, "Permission denied" },
	};
	char why[512];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		make_file("file", rows[i].content);
		script__explain("file", rows[i].error, why, sizeof(why));
		if (!strstr(why, rows[i].why))
			fail_msg("no \"%s\" in: %s", rows[i].why, why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_first_line),
		folder_test(test_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
