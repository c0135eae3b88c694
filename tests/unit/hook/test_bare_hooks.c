// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/backends.h"
#include "bench/hook/bare_hooks.h"

/* What they lack is explained by the backend's row. */
static void test_each_is_a_backend(void **state)
{
	(void)state;
	for (const struct bare_way *w = bare_ways; w->name; w++) {
		const struct backend *backend = backend__find(w->name);

		assert_non_null(backend);
		assert_true(backend->needs_function);
		assert_int_equal(backend__has_many(backend), w->is_one_link);
		assert_ptr_equal(bare_way__find(w->name), w);
		assert_non_null(w->attach);
	}
	assert_null(bare_way__find("none"));
}

static void test_what_is_to_be_done(void **state)
{
	static const char *const functions[] = { "a", "b", "c" };
	static const uint32_t ids[] = { 1, 2, 3 };
	struct bare_hooks h;

	(void)state;
	for (const struct bare_way *w = bare_ways; w->name; w++) {
		assert_int_equal(bare_hooks__open(&h, w, functions, ids, 3), 0);
		assert_int_equal(bare_hooks__to_load(&h), w->has_own_program ? 3 : 1);
		assert_int_equal(bare_hooks__to_attach(&h), w->is_one_link ? 1 : 3);
		bare_hooks__detach(&h, 3);
		bare_hooks__close(&h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_is_a_backend),
		cmocka_unit_test(test_what_is_to_be_done),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
