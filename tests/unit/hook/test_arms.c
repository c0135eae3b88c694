// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/arms.h"
#include "bench/hook/backends.h"

static const struct plan_settings settings = { .only = "" };

static void test_find(void **state)
{
	static struct arms arms;
	const struct backend *mine;

	(void)state;
	assert_ptr_equal(arms__find(NULL, "fentry"), backend__find("fentry"));
	assert_null(arms__find(NULL, "mine"));
	assert_null(arms__find(&arms, "mine"));
	assert_int_equal(arms__add(&arms, "mine", "abc", 3, &settings), 0);
	assert_int_equal(arms__add(&arms, "mine.twin", "def", 3, &settings), 0);
	mine = arms__find(&arms, "mine");
	assert_non_null(mine);
	assert_string_equal(mine->name, "mine");
	assert_string_equal(mine->user->arm, "mine");
	assert_memory_equal(mine->user->bytes, "abc", mine->user->size);
	assert_memory_equal(arms__find(&arms, "mine.twin")->user->bytes, "def", 3);
	assert_ptr_equal(arms__find(&arms, "fentry"), backend__find("fentry"));
	assert_null(arms__find(&arms, NULL));
}

/* As every other place asks a backend. */
static void test_is_a_backend(void **state)
{
	static struct arms arms;
	const struct backend *mine;

	(void)state;
	assert_int_equal(arms__add(&arms, "mine", "abc", 3, &settings), 0);
	mine = arms__find(&arms, "mine");
	assert_true(backend__is_hook(mine));
	assert_true(backend__carries(mine, payload__find("args")));
	assert_int_equal(backend__runs_of_call(mine), 0);
	assert_false(backend__sees_return(mine));
	assert_false(mine->needs_function);
}

static void test_limits(void **state)
{
	static struct arms arms;
	char name[16];

	(void)state;
	assert_int_equal(arms__add(&arms, "fentry", "abc", 3, &settings), -EEXIST);
	for (int i = 0; i < ARMS_MAX; i++) {
		snprintf(name, sizeof(name), "arm%d", i);
		assert_int_equal(arms__add(&arms, name, "abc", 3, &settings), 0);
		assert_int_equal(arms__add(&arms, name, "abc", 3, &settings),
				 i + 1 < ARMS_MAX ? -EEXIST : -E2BIG);
	}
	assert_int_equal(arms__add(&arms, "more", "abc", 3, &settings), -E2BIG);
	assert_int_equal(arms.n, ARMS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_is_a_backend),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
