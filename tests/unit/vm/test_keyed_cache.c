// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/vm/keyed_cache.h"

static bool is_there(int fact)
{
	struct keyed_cache cache;
	void *bytes;
	size_t size;
	bool found;

	keyed_cache__open(&cache, "things", NULL, json_pack("{s:i}", "fact", fact));
	found = !keyed_cache__read(&cache, 100, &bytes, &size);
	if (found) {
		assert_int_equal(size, 5);
		assert_memory_equal(bytes, "bytes", 5);
		free(bytes);
	}
	keyed_cache__close(&cache);
	return found;
}

static void put(int fact)
{
	struct keyed_cache cache;

	keyed_cache__open(&cache, "things", NULL, json_pack("{s:i}", "fact", fact));
	keyed_cache__write(&cache, "bytes", 5);
	keyed_cache__close(&cache);
}

static void test_facts_name_a_thing(void **state)
{
	setenv("XDG_CACHE_HOME", *state, 1);
	assert_false(is_there(1));
	put(1);
	assert_true(is_there(1));
	assert_false(is_there(2));
	assert_int_equal(count_entries("hookbench/things"), 1);
	/* In a folder that others can write to, it could be anybody's. */
	assert_int_equal(chmod("hookbench/things", 0777), 0);
	assert_false(is_there(1));
}

static void test_without_a_home_nothing_is_kept(void **unused)
{
	(void)unused;
	unsetenv("XDG_CACHE_HOME");
	unsetenv("HOME");
	put(1);
	assert_false(is_there(1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_facts_name_a_thing),
		folder_test(test_without_a_home_nothing_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
