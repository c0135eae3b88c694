// SPDX-License-Identifier: GPL-2.0-or-later
/* Events and lines of this process are compared with what its workload does. */
#include "tests/unit/support.h"

#include <unistd.h>

#include "bench/hook/payload_output.h"

static struct event_truth truth(void)
{
	return (struct event_truth){
		.pid = (unsigned int)getpid(),
		.file_name = "file",
		.knows_result = true,
		.is_int = true,
	};
}

static struct hit_event event(const char *name, long long result)
{
	struct hit_event event = {
		.pid = (unsigned int)getpid(),
		.result = result,
		.has_name = name != NULL,
		.has_result = 1,
	};

	if (name)
		snprintf(event.name, sizeof(event.name), "%s", name);
	return event;
}

static void test_right(void **state)
{
	struct event_truth t = truth();
	struct hit_event whole = event("file", 0), nameless = event(NULL, 0);
	/* The upper half of a register that holds an int is undefined. */
	struct hit_event dirty = event("file", 0x7700000000LL), bare = event(NULL, 99);

	(void)state;
	bare.has_result = 0;
	event_truth__add(&t, &whole);
	event_truth__add(&t, &nameless);
	event_truth__add(&t, &dirty);
	event_truth__add(&t, &bare);
	assert_int_equal(t.right, 4);
	assert_int_equal(t.wrong, 0);
}

static void test_wrong(void **state)
{
	struct event_truth t = truth();
	struct hit_event name = event("other", 0), result = event("file", -2);

	(void)state;
	event_truth__add(&t, &name);
	assert_int_equal(t.wrong, 1);
	assert_string_equal(t.first_wrong, "an event has the file name \"other\" and the result 0, "
					   "not \"file\" and 0");
	event_truth__add(&t, &result);
	assert_int_equal(t.wrong, 2);
	assert_int_equal(t.right, 0);
}

/* Where hookbench itself calls the target too. */
static void test_other_names(void **state)
{
	struct event_truth t = truth();
	struct hit_event other = event("/proc/stat", 4), own = event("file", 0),
			 bad = event("file", 7);

	(void)state;
	t.has_other_names = true;
	event_truth__add(&t, &other);
	assert_int_equal(t.others, 1);
	event_truth__add(&t, &own);
	assert_int_equal(t.right, 1);
	assert_int_equal(t.wrong, 0);
	event_truth__add(&t, &bad);
	assert_int_equal(t.wrong, 1);
}

static void test_others(void **state)
{
	struct event_truth t = truth();
	struct hit_event other = event("strange", -13);

	(void)state;
	other.pid++;
	event_truth__add(&t, &other);
	assert_int_equal(t.others, 1);
	assert_int_equal(t.wrong + t.right, 0);
	/* In a container, its own processes are unknown. */
	t.pid = 0;
	other = event("strange", -13);
	event_truth__add(&t, &other);
	assert_int_equal(t.others, 2);
	assert_int_equal(t.wrong + t.right, 0);
}

#define LINE "    hookbench-77  [003] d..31  1.5: bpf_trace_printk: "

static void test_lines(void **state)
{
	struct hit_event e;

	(void)state;
	assert_int_equal(line__parse(LINE "fexit: pid = 77, filename = a b, ret = -2", &e), 0);
	assert_int_equal(e.pid, 77);
	assert_string_equal(e.name, "a b");
	assert_true(e.has_result);
	assert_int_equal(e.result, -2);
	assert_int_equal(line__parse(LINE "fentry: pid = 77, filename = file", &e), 0);
	assert_string_equal(e.name, "file");
	assert_false(e.has_result);
	assert_int_equal(line__parse(LINE "exit: pid = 77, ret = 0", &e), 0);
	assert_false(e.has_name);
	assert_true(e.has_result);
	/* A name may look like what follows it. */
	assert_int_equal(line__parse(LINE "fexit: pid = 1, filename = x, ret = 5, ret = 0", &e), 0);
	assert_string_equal(e.name, "x, ret = 5");
	assert_int_equal(e.result, 0);
	assert_int_equal(line__parse("something else", &e), -EINVAL);
	assert_int_equal(line__parse(LINE "of another program", &e), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),	    cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_other_names), cmocka_unit_test(test_others),
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
