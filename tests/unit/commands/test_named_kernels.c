// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/commands/named_kernels.h"

static struct named_kernels kernels;
static struct options options;

/* The images that --kernel names; NULL ends them. */
static int find(const char *const *given)
{
	options.n_kernels = 0;
	for (; *given; given++)
		options.kernels[options.n_kernels++] = *given;
	log_begin();
	return named_kernels__find(&kernels, &options, "boot");
}

static void test_names_are_base_names_where_they_differ(void **state)
{
	static const char *const given[] = { "a/vmlinuz", "b/vmlinuz", "./other", NULL };

	(void)state;
	make_file("a/vmlinuz", "1");
	make_file("b/vmlinuz", "2");
	make_file("other", "3");
	assert_int_equal(find(given), 0);
	assert_int_equal(kernels.n, 3);
	assert_string_equal(kernels.v[0].name, "a/vmlinuz");
	assert_string_equal(kernels.v[1].name, "b/vmlinuz");
	assert_string_equal(kernels.v[2].name, "other");
	assert_int_equal(kernels.v[2].image[0], '/'); /* the path is whole */
}

static void test_the_same_image_twice(void **state)
{
	static const char *const given[] = { "./image", "./link", NULL };

	(void)state;
	make_file("image", "1");
	assert_int_equal(symlink("image", "link"), 0);
	assert_int_equal(find(given), -EEXIST);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_logs("./image");
	assert_logs("./link");
}

static void test_one_is_compared_with_nothing(void **state)
{
	static const char *const given[] = { "./image", NULL };

	(void)state;
	make_file("image", "1");
	assert_int_equal(find(given), -EINVAL);
	assert_int_equal(caught.n[LOG_ERROR], 1);
}

static void test_those_that_are_installed(void **state)
{
	static const char *const none[] = { NULL };

	(void)state;
	assert_int_equal(mkdir("boot", 0755), 0);
	assert_int_equal(find(none), -ENOENT);
	make_file("boot/vmlinuz-6.12.0", "1");
	assert_int_equal(find(none), -ENOENT); /* with what? */
	assert_int_equal(caught.n[LOG_ERROR], 1);
	make_file("boot/vmlinuz-6.2.0", "2");
	make_file("boot/config-6.2.0", "");
	assert_int_equal(symlink("vmlinuz-6.12.0", "boot/vmlinuz-a-link"), 0);
	assert_int_equal(find(none), 0);
	assert_int_equal(kernels.n, 2);
	assert_string_equal(kernels.v[0].name, "vmlinuz-6.2.0"); /* numbers by their value */
	assert_string_equal(kernels.v[1].name, "vmlinuz-6.12.0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_names_are_base_names_where_they_differ),
		folder_test(test_the_same_image_twice),
		folder_test(test_one_is_compared_with_nothing),
		folder_test(test_those_that_are_installed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
