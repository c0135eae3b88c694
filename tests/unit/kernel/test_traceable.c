// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/kernel/function_list.h"
#include "bench/kernel/traceable.h"

static char **names;
static size_t n;

static const char *const blacklist = "0xffffffff81000050-0xffffffff81000060\t__die\n"
				     "nonsense\n\t\n0-0\tnot_there";

static int read_lists(const char *traceable, const char *kallsyms)
{
	FILE *a = fmemopen((void *)traceable, strlen(traceable), "r");
	FILE *b = fmemopen((void *)kallsyms, strlen(kallsyms), "r");
	FILE *c = fmemopen((void *)blacklist, strlen(blacklist), "r");
	int err = traceable__read(a, b, c, &names, &n);

	fclose(a);
	fclose(b);
	fclose(c);
	return err;
}

static void test_order_and_names_that_are_there_once(void **state)
{
	(void)state;
	assert_int_equal(
		read_lists("vfs_write\nshow\n__die\nvfs_read (2)\next4_read [ext4]\nlost\n",
			   "ffffffff81000000 T vfs_read\n"
			   "ffffffff81000050 t __die\n"
			   "ffffffff81000010 t show\n"
			   "ffffffff81000020 t show\n"
			   "ffffffff81000030 W vfs_write\n"
			   "ffffffff81000040 D vfs_write\n"
			   "ffffffffc0000000 t ext4_read\t[ext4]\n"),
		0);
	assert_int_equal(n, 2);
	assert_string_equal(names[0], "vfs_read");
	assert_string_equal(names[1], "vfs_write");
	function_list__free(&names, &n);
	assert_null(names);
}

static void test_left_out(void **state)
{
	(void)state;
	assert_int_equal(read_lists("rcu_read_delay\n__rcu_read_lock\nmigrate_disable\nrcutree\n",
				    "0 T rcu_read_delay\n0 T __rcu_read_lock\n"
				    "0 T migrate_disable\n0 T rcutree\n"),
			 0);
	assert_int_equal(n, 1);
	assert_string_equal(names[0], "rcutree");
	function_list__free(&names, &n);
}

static void test_what_never_returns(void **state)
{
	(void)state;
	assert_true(traceable__never_returns("do_exit"));
	assert_true(traceable__never_returns("__x64_sys_exit_group"));
	assert_false(traceable__never_returns("do_exit_now"));
	assert_false(traceable__never_returns("vfs_read"));
	assert_false(traceable__never_returns(""));
}

static void test_nothing_or_nonsense(void **state)
{
	static const char *const nonsense[] = {
		"\n", "0", "0 ", "0 T", "0 T ", "T a b c", "0  T a"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(nonsense); i++) {
		assert_int_equal(read_lists("a\nT\n", nonsense[i]), -ENOENT);
		assert_null(names);
		assert_int_equal(n, 0);
	}
	assert_int_equal(read_lists("\n", "0 T a\n"), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_and_names_that_are_there_once),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_what_never_returns),
		cmocka_unit_test(test_nothing_or_nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
