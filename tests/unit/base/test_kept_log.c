// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/kept_log.h"
#include "tests/unit/support.h"

static void test_messages_are_kept_and_logged_later(void **state)
{
	struct kept_log kept = { 0 };
	char first[64];

	(void)state;
	log_begin();
	kept_log__begin(&kept);
	log__warning("careful");
	log__write_lines(LOG_ERROR, "it is\033 broken\nhere");
	log__error("and there");
	kept_log__end();
	assert_int_equal(caught.n[LOG_WARNING] + caught.n[LOG_ERROR], 0);
	kept_log__first_error(&kept, first, sizeof(first));
	assert_string_equal(first, "it is\\x1b broken");
	kept_log__write(&kept, "kernel\n6");
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_int_equal(caught.n[LOG_ERROR], 2);
	assert_string_equal(caught.last, "kernel\\n6: and there");
	kept_log__free(&kept);
	assert_int_equal(kept.n, 0);
}

/* What was encoded for the terminal once is not encoded again: its lines stay lines. */
static void test_lines_stay_lines(void **state)
{
	struct kept_log kept = { 0 };
	char first[64];

	(void)state;
	log_begin();
	kept_log__begin(&kept);
	kept_log__first_error(&kept, first, sizeof(first));
	assert_string_equal(first, "");
	log__write_lines(LOG_INFO, "one\ntwo\033");
	kept_log__end();
	kept_log__write(&kept, NULL);
	assert_string_equal(caught.last, "one\n  two\\x1b");
	kept_log__free(&kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages_are_kept_and_logged_later),
		cmocka_unit_test(test_lines_stay_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
