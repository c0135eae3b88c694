// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/hook/user_object_support.h"

#include "bench/hook/user_sizes.h"

#define assert_completed(name, expected, entries, value_bytes)                     \
	do {                                                                       \
		struct bpf_map *map_ = bpf_object__find_map_by_name(object, name); \
                                                                                   \
		assert_non_null(map_);                                             \
		assert_int_equal(user_sizes__complete(map_), expected);            \
		assert_int_equal(bpf_map__max_entries(map_), entries);             \
		assert_int_equal(bpf_map__value_size(map_), value_bytes);          \
		/* Then it lacks nothing. */                                       \
		assert_false(user_sizes__complete(map_));                          \
	} while (0)

static void test_what_lacks_a_size_gets_one(void **state)
{
	struct bpf_object *object = open_user_object("sizes");

	(void)state;
	assert_completed("hash", true, 10240, 8);
	assert_completed("stacks", true, 10240, 127 * 8);
	assert_completed("ring", true, 256 << 10, 0);
	assert_completed("sized", false, 7, 8);
	/* libbpf's, and none. */
	assert_completed("per_cpu", false, 0, 4);
	assert_completed("storage", false, 0, 8);
	assert_completed(".bss", false, 1, 8);
	bpf_object__close(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_lacks_a_size_gets_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
