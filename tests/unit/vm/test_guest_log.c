// SPDX-License-Identifier: GPL-2.0-or-later
/* What is shown of a guest that logs a lot. */
#include "tests/unit/support.h"

#include "bench/vm/guest_log.h"

static struct guest_log kept;

static void test_what_a_guest_logs_is_shown_at_once(void **state)
{
	(void)state;
	log_begin();
	kept = (struct guest_log){ 0 };
	assert_int_equal(guest_log__add(&kept, LOG_WARNING, "\x1b[2Jone\ntwo"), 0);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_string_equal(caught.last, "\\x1b[2Jone\n  two");
	guest_log__end(&kept);
	assert_int_equal(caught.n[LOG_WARNING], 1);
}

/* The first 64 KiB, and the last messages; in between, only their number. */
static void test_of_a_long_log_the_ends_are_shown(void **state)
{
	char text[64 + 1];

	(void)state;
	log_begin();
	kept = (struct guest_log){ 0 };
	for (int i = 1; i <= 5000; i++) {
		snprintf(text, sizeof(text), "%063d", i);
		assert_int_equal(guest_log__add(&kept, LOG_INFO, text), 0);
	}
	assert_int_equal(caught.n[LOG_INFO], GUEST_LOG_FIRST / 64);
	assert_string_equal(caught.last + 59, "1024");
	guest_log__end(&kept);
	assert_int_equal(caught.n[LOG_WARNING], 1);
	assert_int_equal(caught.n[LOG_INFO], GUEST_LOG_FIRST / 64 + GUEST_LOG_LAST);
	assert_string_equal(caught.last + 59, "5000");
	/* What comes later is shown later. */
	assert_int_equal(guest_log__add(&kept, LOG_ERROR, "the last error"), 0);
	assert_int_equal(caught.n[LOG_ERROR], 0);
	guest_log__end(&kept);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_string_equal(caught.last, "the last error");
	assert_int_equal(caught.n[LOG_WARNING], 1);
}

static void test_empty_messages_are_counted(void **state)
{
	(void)state;
	log_begin();
	kept = (struct guest_log){ 0 };
	for (int i = 0; i < 2 * GUEST_LOG_FIRST; i++)
		assert_int_equal(guest_log__add(&kept, LOG_INFO, ""), 0);
	assert_int_equal(caught.n[LOG_INFO], GUEST_LOG_FIRST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_guest_logs_is_shown_at_once),
		cmocka_unit_test(test_of_a_long_log_the_ends_are_shown),
		cmocka_unit_test(test_empty_messages_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
