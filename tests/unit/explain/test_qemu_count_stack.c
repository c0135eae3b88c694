// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/explain/qemu_count_stack.c"

static const struct stack_effect push = { REVEAL_STORE, false, -8, MOVE_BY, -8 },
				 pop = { REVEAL_LOAD, false, 0, MOVE_BY, 8 },
				 store = { REVEAL_ANY, false, 16, MOVE_BY, 0 },
				 lower = { .move = MOVE_BY, .by = -64 },
				 align = { .move = MOVE_TO_MASKED, .by = -16 },
				 leave = { REVEAL_LOAD, true, 0, MOVE_BY, 8 },
				 load = { .move = MOVE_ELSEWHERE };

/* Executes an instruction, which makes one access if it reveals any. Its depth. */
static uint64_t execute(struct stack_pointer *s, const struct stack_effect *effect,
			uint64_t address)
{
	/* Those of instructions that wait are written later. */
	static uint64_t depths[100];
	static size_t n;
	uint64_t *depth = &depths[n++ % COUNT_OF(depths)];

	*depth = 0;
	stack_pointer__note(s, depth);
	if (effect->reveal)
		stack_pointer__access(s, effect, address, effect->reveal != REVEAL_LOAD);
	stack_pointer__move(s, effect, depth);
	return *depth;
}

static void test_depth(void **state)
{
	struct stack_pointer s;

	(void)state;
	stack_pointer__clear(&s);
	/* From 0x8000, which the first push reveals. */
	assert_int_equal(execute(&s, &push, 0x7ff8), 8);
	assert_int_equal(execute(&s, &push, 0x7ff0), 16);
	assert_int_equal(execute(&s, &lower, 0), 80);
	assert_int_equal(execute(&s, &store, 0x7fb0 + 16), 80);
	assert_int_equal(execute(&s, &leave, 0x7ff0), 80);
	assert_int_equal(execute(&s, &pop, 0x7ff8), 8);
	assert_int_equal(s.depth, 80);
	assert_int_equal(s.confirmed, 3);
	assert_int_equal(s.corrected, 0);
	/* Another operation. */
	stack_pointer__clear(&s);
	execute(&s, &push, 0x7fa8);
	assert_int_equal(s.depth, 8);
}

/* Only the first access of the right kind reveals it. */
static void test_which_access(void **state)
{
	uint64_t depth = 0;
	struct stack_pointer s;

	(void)state;
	stack_pointer__clear(&s);
	stack_pointer__note(&s, &depth);
	stack_pointer__access(&s, &push, 0x1230, false); /* what is pushed, is loaded */
	assert_false(s.known);
	stack_pointer__access(&s, &push, 0x7ff8, true);
	stack_pointer__access(&s, &push, 0x100, true);
	assert_true(s.known && s.pointer == 0x8000);
}

/* The steps since it was lost are known as soon as an access reveals it. */
static void test_waiting(void **state)
{
	uint64_t before = 0, after = 0;
	struct stack_pointer s;

	(void)state;
	stack_pointer__clear(&s);
	execute(&s, &push, 0x7ff8);
	stack_pointer__note(&s, &before);
	stack_pointer__move(&s, &load, &before); /* to the same stack, as it turns out */
	stack_pointer__note(&s, &after);
	stack_pointer__move(&s, &lower, &after);
	assert_int_equal(after, 0);
	execute(&s, &push, 0x7f00 - 64 - 8);
	assert_int_equal(before, 0x100);
	assert_int_equal(after, 0x100 + 64);
	assert_int_equal(s.depth, 0x100 + 64 + 8);
	/* What is not known cannot be aligned. */
	execute(&s, &align, 0);
	assert_int_equal(s.depth, 0x100 + 64 + 16);
	stack_pointer__lose(&s);
	execute(&s, &align, 0);
	assert_false(s.known);
	/* More than can wait: the last ones do. */
	for (size_t i = 0; i < 2 * MAX_WAITING; i++)
		execute(&s, &lower, 0);
	assert_int_equal(s.n_waiting, MAX_WAITING);
}

/* An interrupt on a stack of its own, and back: none of it is a depth of the other. */
static void test_stacks(void **state)
{
	struct stack_pointer s;

	(void)state;
	stack_pointer__clear(&s);
	execute(&s, &push, 0x7ff8);
	stack_pointer__lose(&s);
	assert_int_equal(execute(&s, &push, 0xffffff00 - 8), 8);
	execute(&s, &lower, 0);
	execute(&s, &store, 0xffffff00 - 72 + 16);
	execute(&s, &load, 0);
	assert_int_equal(execute(&s, &push, 0x7fe8), 24);
	assert_int_equal(s.depth, 72);
	assert_int_equal(s.n_stacks, 2);
	/* Hardly possible, and no harm. */
	for (uint64_t i = 1; i < 3 * MAX_STACKS; i++) {
		stack_pointer__lose(&s);
		execute(&s, &push, i << 32);
	}
	assert_true(s.n_stacks <= MAX_STACKS && s.depth == 72);
}

/* Where it was not followed: seen, and right from there on. */
static void test_corrected(void **state)
{
	struct stack_pointer s;

	(void)state;
	stack_pointer__clear(&s);
	execute(&s, &push, 0x7ff8);
	execute(&s, &push, 0x7ff8 - 40);
	assert_int_equal(s.corrected, 1);
	assert_int_equal(s.depth, 48);
	execute(&s, &pop, 0x7ff8 - 40);
	assert_int_equal(s.corrected, 1);
	assert_int_equal(s.confirmed, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_depth),	  cmocka_unit_test(test_which_access),
		cmocka_unit_test(test_waiting),	  cmocka_unit_test(test_stacks),
		cmocka_unit_test(test_corrected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
