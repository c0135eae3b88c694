// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/measure/verifier_print.h"

static char all[100000];
static size_t messages, longest;

static void collect(enum log_level level, const char *text)
{
	size_t length = strlen(all);

	assert_int_equal(level, LOG_WARNING);
	messages++;
	if (strlen(text) > longest)
		longest = strlen(text);
	snprintf(all + length, sizeof(all) - length, "%s\n", text);
}

static void begin(void)
{
	all[0] = '\0';
	messages = longest = 0;
	log__set_sink(collect);
}

static void test_nothing(void **state)
{
	(void)state;
	begin();
	verifier_print("mine", NULL, true);
	verifier_print("mine", "", false);
	assert_int_equal(messages, 0);
}

static void test_the_last_lines(void **state)
{
	char log[1024] = "";

	(void)state;
	for (int i = 1; i <= 40; i++)
		sprintf(log + strlen(log), "line %d.\n", i);
	begin();
	verifier_print("mine", log, false);
	assert_non_null(
		strstr(all, "mine: the end of the verifier's log; --verbose shows all of it"));
	assert_non_null(strstr(all, "line 29."));
	assert_non_null(strstr(all, "line 40."));
	assert_null(strstr(all, "line 28."));
	begin();
	verifier_print("mine", log, true);
	assert_non_null(strstr(all, "mine: the verifier's log:"));
	assert_non_null(strstr(all, "\nline 1."));
	assert_non_null(strstr(all, "line 40."));
}

/* Each message is shorter than the 8 KiB that the wire allows, and no line is lost or split. */
static void test_a_long_log(void **state)
{
	char *log = calloc(1, 70000);
	size_t length = 0;
	char line[32];

	(void)state;
	for (int i = 0; i < 5000; i++)
		length += (size_t)sprintf(log + length, "line %d.\n", i);
	begin();
	verifier_print("mine", log, true);
	assert_true(messages > 10 && longest < 8192);
	for (int i = 0; i < 5000; i += 100) {
		sprintf(line, "line %d.", i);
		assert_non_null(strstr(all, line));
	}
	free(log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_the_last_lines),
		cmocka_unit_test(test_a_long_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
