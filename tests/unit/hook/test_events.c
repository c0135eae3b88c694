// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include <errno.h>

#include "bench/hook/events.h"

#define HEAD "    rm-4711    [001] ...2.  1234.567890: bpf_trace_printk: "

static void test_lines(void **state)
{
	static const struct {
		const char *line, *name; /* NULL: it has none */
		unsigned int pid;
		bool has_result;
		long long result;
	} rows[] = {
		{ HEAD "fentry: pid = 4711, filename = /tmp/a", "/tmp/a", 4711, false, 0 },
		{ HEAD "fexit: pid = 1, filename = a b, ret = -2", "a b", 1, true, -2 },
		{ HEAD "exit: pid = 7, ret = 0", NULL, 7, true, 0 },
		{ HEAD "entry: pid = 7", NULL, 7, false, 0 },
		{ HEAD "fentry: pid = 7, filename = ", "", 7, false, 0 },
		{ HEAD "fexit: pid = 7, filename = , ret = -13", "", 7, true, -13 },
		/* Names that look like what stands around them. */
		{ HEAD "fexit: pid = 7, filename = pid = 8, ret = 5, ret = 0", "pid = 8, ret = 5",
		  7, true, 0 },
		{ HEAD "fexit: pid = 7, filename = filename = x, ret = 1", "filename = x", 7, true,
		  1 },
	};
	struct hit_event event;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(line__parse(rows[i].line, &event), 0);
		assert_int_equal(event.pid, rows[i].pid);
		assert_int_equal(event.has_name, rows[i].name != NULL);
		if (rows[i].name)
			assert_string_equal(event.name, rows[i].name);
		assert_int_equal(event.has_result, rows[i].has_result);
		assert_int_equal(event.result, rows[i].result);
	}
}

static void test_other_lines(void **state)
{
	static const char *const lines[] = {
		"",
		"# tracer: nop",
		HEAD "hello",
		"CPU:1 [LOST 12 EVENTS]",
		"    rm-1 [000] d..31 1.5: sched_switch: pid = 5",
	};
	struct hit_event event;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		assert_int_equal(line__parse(lines[i], &event), -EINVAL);
}

/* A name that is as long as there is room for, and one that is longer. */
static void test_long_names(void **state)
{
	char line[1024], name[512];
	struct hit_event event;

	(void)state;
	for (int length = 250; length < 300; length++) {
		memset(name, 'x', sizeof(name));
		snprintf(line, sizeof(line), HEAD "fexit: pid = 3, filename = %.*s, ret = -1",
			 length, name);
		assert_int_equal(line__parse(line, &event), 0);
		assert_int_equal(strlen(event.name),
				 length < HIT_NAME_SIZE ? length : HIT_NAME_SIZE - 1);
		assert_int_equal(event.result, -1);
	}
}

/* What a user's program prints: whatever it is, but nothing of other tracers. */
static void test_lines_of_any_program(void **state)
{
	(void)state;
	assert_true(line__is_printed(HEAD "hello", false));
	assert_true(line__is_printed(HEAD "[1] and a sched_switch: ", true));
	assert_false(line__is_printed("    rm-1 [000] d..31 1.5: sched_switch: pid = 5", true));
	assert_false(line__is_printed("# tracer: nop", false));
	/* The rest of what was printed at once. */
	assert_true(line__is_printed("for its parent", true));
	assert_true(line__is_printed("[12] [x] []", true));
	assert_false(line__is_printed("for its parent", false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_other_lines),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_lines_of_any_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
