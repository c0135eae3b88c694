// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/hook/verifier_log.h"

static void test_statistics(void **state)
{
	struct verifier_statistics s;

	(void)state;
	verifier_log__read_statistics("verification time 123 usec\nstack depth 8+0+16\n"
				      "processed 61 insns (limit 1000000) max_states_per_insn 1 "
				      "total_states 7 peak_states 5 mark_read 2\n",
				      &s);
	assert_int_equal(s.instructions, 61);
	assert_int_equal(s.states, 7);
	assert_int_equal(s.stack_bytes, 24);
	assert_int_equal(s.time_ns, 123000);
	verifier_log__read_statistics("", &s);
	assert_int_equal(s.instructions, COUNT_UNKNOWN);
	assert_int_equal(s.states, COUNT_UNKNOWN);
	assert_int_equal(s.stack_bytes, COUNT_UNKNOWN);
	assert_int_equal(s.time_ns, COUNT_UNKNOWN);
	verifier_log__read_statistics("stack depth 8+\nprocessed -1 insns\n"
				      "verification time 99999999999999999999 usec\n",
				      &s);
	assert_int_equal(s.instructions, COUNT_UNKNOWN);
	assert_int_equal(s.stack_bytes, COUNT_UNKNOWN);
	assert_int_equal(s.time_ns, COUNT_UNKNOWN);
}

#define assert_reason(log, expected)                             \
	do {                                                     \
		char text_[64] = "before";                       \
		verifier_log__reason(log, text_, sizeof(text_)); \
		assert_string_equal(text_, expected);            \
	} while (0)

/* As Linux 7.3 tells it. */
static void test_a_line_for_each_function(void **state)
{
	struct verifier_statistics s;

	(void)state;
	verifier_log__read_statistics(
		"stack depth max 40\n"
		"subprog 0 (first) main insns_self 16 insns_total 21 stack 4\n"
		"subprog 1 (add) static insns_self 5 insns_total 5 stack 32\n"
		"processed 21 insns (limit 1000000) total_states 2\n",
		&s);
	assert_int_equal(s.stack_bytes, 36);
	verifier_log__read_statistics("stack depth max 40\nprocessed 21 insns\n", &s);
	assert_int_equal(s.stack_bytes, COUNT_UNKNOWN);
}

static void test_reason(void **state)
{
	(void)state;
	assert_reason("0: (85) call x\nR1 type=inv expected=fp\nprocessed 2 insns (limit 9)\n",
		      "R1 type=inv expected=fp");
	assert_reason("one\n\nverification time 3 usec\nstack depth 0\n", "one");
	assert_reason("two\nstack depth max 0\nsubprog 0 (x) main insns_self 1 stack 0\n", "two");
	assert_reason("subprog 1 is not global\nprocessed 2 insns\n", "subprog 1 is not global");
	assert_reason("without a newline", "without a newline");
	assert_reason("processed 2 insns\n", "");
	assert_reason("", "");
	assert_reason(
		"a line that is longer than the text that it goes to, by some words at its end\n",
		"a line that is longer than the text that it goes to, by some wo");
}

static void test_end(void **state)
{
	size_t size = VERIFIER_LOG_KEPT + 1000;
	char *text = malloc(size), *end;

	(void)state;
	assert_non_null(text);
	memset(text, 'x', size);
	text[1500] = '\n';
	end = verifier_log__end_of(text, size);
	assert_int_equal(strlen(end), size - 1501);
	free(end);
	/* A line that fills all of it is cut. */
	text[1500] = 'x';
	end = verifier_log__end_of(text, size);
	assert_int_equal(strlen(end), VERIFIER_LOG_KEPT);
	free(end);
	end = verifier_log__end_of("short\n", 6);
	assert_string_equal(end, "short\n");
	free(end);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statistics),
		cmocka_unit_test(test_a_line_for_each_function),
		cmocka_unit_test(test_reason),
		cmocka_unit_test(test_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
