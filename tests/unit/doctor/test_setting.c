// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings are files of a kernel; here of a folder that looks like one. */
#include "tests/unit/support.h"

#include "bench/doctor/setting.h"

static const struct setting page = { "/sys/mm/enabled", "madvise never" };
static const struct setting watchdog = { "/proc/sys/kernel/nmi_watchdog", "0" };
static const struct setting governor = { "/sys/cpu[0-9]*/governor", "performance" };

static void test_what_is_chosen(void **state)
{
	char value[64];

	(void)state;
	make_file("sys/mm/enabled", "always [madvise] never\n");
	assert_int_equal(setting__read(".", page.files, value, sizeof(value)), 0);
	assert_string_equal(value, "madvise");
	assert_int_equal(setting__read(".", "/sys/mm/missing", value, sizeof(value)), -ENOENT);
	assert_string_equal(value, "");
}

static void test_good_values(void **state)
{
	char value[64];

	(void)state;
	assert_true(setting__is_good(&page, "madvise"));
	assert_true(setting__is_good(&page, "never"));
	assert_false(setting__is_good(&page, "always"));
	assert_false(setting__is_good(&page, "nev"));
	assert_false(setting__is_good(&page, "never2"));
	assert_false(setting__is_good(&page, ""));
	setting__best(&page, value, sizeof(value));
	assert_string_equal(value, "madvise");
}

static void test_words(void **state)
{
	char text[128];

	(void)state;
	setting__describe(&page, text, sizeof(text));
	assert_string_equal(text, "madvise or never");
	setting__describe(&watchdog, text, sizeof(text));
	assert_string_equal(text, "nmi_watchdog = 0");
	setting__remedy(&watchdog, text, sizeof(text));
	assert_string_equal(text, "sysctl -w kernel.nmi_watchdog=0");
	setting__remedy(&page, text, sizeof(text));
	assert_string_equal(text, "echo madvise | tee /sys/mm/enabled");
}

static void note(const struct setting *setting, const char *path, const char *value, int err,
		 void *context)
{
	char *text = context;
	size_t length = strlen(text);

	assert_ptr_equal(setting, &governor);
	assert_int_equal(err, 0);
	snprintf(text + length, 256 - length, "%s=%s;", path, value);
}

static void test_each_file(void **state)
{
	char text[256] = "";

	(void)state;
	make_file("sys/cpu0/governor", "performance\n");
	make_file("sys/cpu1/governor", "powersave\n");
	make_file("sys/cpux/governor", "none of a CPU\n");
	setting__for_each(&governor, ".", note, text);
	assert_string_equal(text, "/sys/cpu0/governor=performance;/sys/cpu1/governor=powersave;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_what_is_chosen),
		cmocka_unit_test(test_good_values),
		cmocka_unit_test(test_words),
		folder_test(test_each_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
