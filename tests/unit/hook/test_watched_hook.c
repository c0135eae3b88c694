// SPDX-License-Identifier: GPL-2.0-or-later
/* The life of a hook as far as it needs no kernel: none, and what cannot be carried. */
#include "tests/unit/support.h"

#include "bench/hook/backends.h"
#include "bench/hook/watched_hook.h"

static const struct target target = { .symbol = "do_unlinkat", .name_parameter = 1 };

static int open_hook(struct watched_hook *w, const char *backend, const char *payload,
		     struct hook_memory *memory)
{
	return watched_hook__open(w, backend__find(backend), payload__find(payload), &target,
				  workload__find("create-unlink"), memory);
}

static void test_none_counts_nothing(void **state)
{
	struct hook_memory memory = { 0 };
	struct hook_counts counts;
	struct watched_hook w;

	(void)state;
	assert_int_equal(open_hook(&w, "none", "count", &memory), 0);
	assert_int_equal(hook__attach(&w.hook), 0);
	hook__read_placement(&w.hook);
	assert_null(w.hook.placement);
	watched_hook__read_counts(&w, &counts);
	assert_int_equal(counts.hits, COUNT_UNKNOWN);
	assert_int_equal(counts.lost, COUNT_UNKNOWN);
	assert_int_equal(counts.runs, COUNT_UNKNOWN);
	assert_int_equal(counts.missed, COUNT_UNKNOWN);
	assert_int_equal(counts.recursion, COUNT_UNKNOWN);
	hook__detach(&w.hook);
	watched_hook__close(&w);
	watched_hook__close(&w);
}

static void test_what_cannot_be_carried(void **state)
{
	struct hook_memory memory = { 0 };
	struct watched_hook w;

	(void)state;
	assert_int_equal(open_hook(&w, "fentry", "duration", &memory), -ENOTSUP);
	assert_string_equal(hook__last_message(),
			    "the payload duration needs hooks at both the entry and the return");
	/* Of the next hook, nothing was said yet. */
	assert_int_equal(open_hook(&w, "none", "count", &memory), 0);
	assert_string_equal(hook__last_message(), "");
	watched_hook__close(&w);
}

static void test_carriers(void **state)
{
	char text[512], small[24];

	(void)state;
	backends__list_carriers(payload__find("duration"), &target, workload__find("create-unlink"),
				text, sizeof(text));
	assert_string_equal(
		text, "backends that support it: kprobe+kretprobe, kprobe.session, fentry+fexit, "
		      "fsession");
	backends__list_carriers(payload__find("duration"), &target, workload__find("create-unlink"),
				small, sizeof(small));
	assert_string_equal(small, "backends that support i");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none_counts_nothing),
		cmocka_unit_test(test_what_cannot_be_carried),
		cmocka_unit_test(test_carriers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
