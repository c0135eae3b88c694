// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/cli/settle.h"
#include "bench/cli/variants_parse.h"

static struct options options;

static void choose(const char *workload, const char *target, const char *backends)
{
	memset(&options, 0, sizeof(options));
	strcpy(options.plan.workload, workload);
	strcpy(options.plan.target, target);
	options.backends = backends;
}

static void assert_backends(size_t n, const char *second)
{
	assert_int_equal(options__settle(&options), 0);
	assert_string_equal(options.plan.backends[0], "none");
	assert_true(n ? options.plan.n_backends == n : options.plan.n_backends > 5);
	assert_string_equal(options.plan.backends[1], second);
}

static void test_the_default_and_all_follow_from_the_workload(void **state)
{
	(void)state;
	choose("getpid", "", NULL);
	assert_backends(5, "kprobe");
	choose("user-call", "", NULL);
	assert_backends(5, "uprobe");
	choose("getpid", "libc.so.6:malloc", NULL);
	assert_backends(5, "uprobe");
	choose("getpid", "", "all");
	assert_backends(0, "kprobe");
	choose("user-call", "", "all");
	assert_backends(0, "uprobe");
	assert_false(plan__has_backend(&options.plan, "kprobe"));
	/* What was named stays. */
	choose("user-call", "", "none,kprobe");
	assert_backends(2, "kprobe");
	/* Programs are compared with no hook. */
	choose("getpid", "", NULL);
	options.programs.n = 1;
	assert_int_equal(options__settle(&options), 0);
	assert_int_equal(options.plan.n_backends, 1);
	choose("getpid", "", "nonsense");
	log_begin();
	assert_int_equal(options__settle(&options), -EINVAL);
}

/* One command line, and each variant with its own. */
static void test_each_variant_has_its_own_backends(void **state)
{
	char list[] = "getpid,user-call,rename";
	struct options one;

	(void)state;
	memset(&options, 0, sizeof(options));
	assert_int_equal(variants__parse(&options, AXIS_WORKLOAD, list), 0);
	assert_true(options.has_workload);
	assert_int_equal(variants__count(&options.axes), 3);
	for (size_t i = 0; i < 3; i++) {
		one = options;
		variants__choose(&options.axes, i, &one);
		assert_string_equal(one.plan.workload, options.axes.of[AXIS_WORKLOAD].values[i]);
		assert_string_equal(one.plan.backends[1], i == 1 ? "uprobe" : "kprobe");
	}
}

static int check(const char *workload, const char *target)
{
	choose(workload, target, NULL);
	log_begin();
	return options__check_target(&options);
}

static void test_a_target_that_the_workload_cannot_call(void **state)
{
	(void)state;
	assert_int_equal(check("getpid", ""), 0);
	assert_int_equal(check("getpid", "vfs_unlink"), 0); /* which only a kernel can tell */
	assert_int_equal(check("getpid", "libc.so.6:malloc"), 0);
	assert_int_equal(check("user-call", "user-call:nop"), 0);
	assert_int_equal(check("getpid", "user-call:nop"), -EINVAL);
	assert_logs(
		"is a function of the workload user-call, which --workload getpid does not call");
	assert_int_equal(check("user-call", "vfs_unlink"), -EINVAL);
	assert_logs("an operation of --workload user-call calls none");
	assert_int_equal(check("null", "vfs_unlink"), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_default_and_all_follow_from_the_workload),
		cmocka_unit_test(test_each_variant_has_its_own_backends),
		cmocka_unit_test(test_a_target_that_the_workload_cannot_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
