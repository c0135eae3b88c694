// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/explain/qemu_count_effect.c"

#define N 8

struct row {
	uint8_t bytes[N];
	size_t size;
	struct stack_effect effect;
};

#define NOTHING                 \
	{                       \
		.move = MOVE_BY \
	}
#define BY(n)                              \
	{                                  \
		.move = MOVE_BY, .by = (n) \
	}
#define PUSH(n)                                                                     \
	{                                                                           \
		.reveal = REVEAL_STORE, .offset = -(n), .move = MOVE_BY, .by = -(n) \
	}
#define POP(n)                                                    \
	{                                                         \
		.reveal = REVEAL_LOAD, .move = MOVE_BY, .by = (n) \
	}
#define AT(n)                                                        \
	{                                                            \
		.reveal = REVEAL_ANY, .offset = (n), .move = MOVE_BY \
	}
#define AT_AND_BY(n, m)                                                         \
	{                                                                       \
		.reveal = REVEAL_ANY, .offset = (n), .move = MOVE_BY, .by = (m) \
	}
#define ELSEWHERE                      \
	{                              \
		.move = MOVE_ELSEWHERE \
	}

static void test_rows(const char *arch, const struct row *rows, size_t n)
{
#ifndef HAVE_CAPSTONE
	skip_because("built without capstone");
#endif
	for (size_t i = 0; i < n; i++) {
		struct stack_effect e = stack_effect__find(arch, rows[i].bytes, rows[i].size);
		const struct stack_effect *wanted = &rows[i].effect;

		if (e.reveal != wanted->reveal || e.moves_first != wanted->moves_first ||
		    e.offset != wanted->offset || e.move != wanted->move || e.by != wanted->by)
			fail_msg("row %zu: reveal %d at %" PRId64 ", first %d, move %d by %" PRId64,
				 i, e.reveal, e.offset, e.moves_first, e.move, e.by);
	}
}

/* clang-format off */
static void test_x86_64(void **state)
{
	static const struct row rows[] = {
		{ { 0x90 }, 1, NOTHING },
		{ { 0x55 }, 1, PUSH(8) },
		{ { 0x41, 0x54 }, 2, PUSH(8) },			    /* push %r12 */
		{ { 0x6a, 0x01 }, 2, PUSH(8) },			    /* push $1 */
		{ { 0x66, 0x50 }, 2, PUSH(2) },			    /* push %ax */
		{ { 0xff, 0x74, 0x24, 0x08 }, 4, PUSH(8) },	    /* push 8(%rsp): loads first */
		{ { 0x9c }, 1, PUSH(8) },			    /* pushf */
		{ { 0xe8, 0, 0, 0, 0 }, 5, PUSH(8) },
		{ { 0xff, 0x54, 0x24, 0x08 }, 4, PUSH(8) },	    /* call *8(%rsp) */
		{ { 0x5d }, 1, POP(8) },
		{ { 0x9d }, 1, POP(8) },			    /* popf */
		{ { 0x8f, 0x44, 0x24, 0x08 }, 4, POP(8) },	    /* pop 8(%rsp) */
		{ { 0x5c }, 1, ELSEWHERE },			    /* pop %rsp */
		{ { 0xc3 }, 1, POP(8) },
		{ { 0xc2, 0x08, 0 }, 3, POP(16) },		    /* ret $8 */
		{ { 0xc9 }, 1, { REVEAL_LOAD, true, 0, MOVE_BY, 8 } }, /* leave */
		{ { 0x48, 0x83, 0xec, 0x40 }, 4, BY(-0x40) },	    /* sub $0x40,%rsp */
		{ { 0x48, 0x81, 0xc4, 0x80, 0, 0, 0 }, 7, BY(0x80) },
		{ { 0x48, 0x83, 0xc4, 0x80 }, 4, BY(-0x80) },	    /* add $-0x80,%rsp */
		{ { 0x48, 0x8d, 0x64, 0x24, 0xf8 }, 5, BY(-8) },    /* lea -8(%rsp),%rsp */
		{ { 0x48, 0x8d, 0x65, 0xf8 }, 4, ELSEWHERE },	    /* lea -8(%rbp),%rsp */
		{ { 0x48, 0x83, 0xe4, 0xf0 }, 4, { .move = MOVE_TO_MASKED, .by = -16 } },
		{ { 0x48, 0x29, 0xc4 }, 3, ELSEWHERE },		    /* sub %rax,%rsp */
		{ { 0x48, 0x89, 0xec }, 3, ELSEWHERE },		    /* mov %rbp,%rsp */
		{ { 0x48, 0x94 }, 2, ELSEWHERE },		    /* xchg %rax,%rsp */
		{ { 0x48, 0xff, 0xc4 }, 3, ELSEWHERE },		    /* inc %rsp */
		{ { 0x48, 0xcf }, 2, ELSEWHERE },		    /* iretq */
		{ { 0x48, 0x89, 0xe0 }, 3, NOTHING },		    /* mov %rsp,%rax */
		{ { 0x48, 0x39, 0xc4 }, 3, NOTHING },		    /* cmp %rax,%rsp */
		{ { 0x48, 0x8d, 0x44, 0x24, 0x08 }, 5, NOTHING },   /* lea 8(%rsp),%rax */
		{ { 0x48, 0x89, 0x44, 0x24, 0x10 }, 5, AT(0x10) },
		{ { 0x48, 0x83, 0x04, 0x24, 0x01 }, 5, AT(0) },	    /* add $1,(%rsp) */
		{ { 0x48, 0x8b, 0x44, 0x24, 0xf8 }, 5, AT(-8) },
		{ { 0x48, 0x8b, 0x04, 0x0c }, 4, NOTHING },	    /* mov (%rsp,%rcx),%rax */
		{ { 0x65, 0x48, 0x8b, 0x04, 0x24 }, 5, NOTHING },   /* mov %gs:(%rsp),%rax */
		{ { 0x06 }, 1, NOTHING },			    /* none of 64 bits */
	};

	(void)state;
	test_rows("x86_64", rows, COUNT_OF(rows));
}

#define WORD(w) { (w) & 0xff, (w) >> 8 & 0xff, (w) >> 16 & 0xff, (uint32_t)(w) >> 24 }, 4

static void test_arm64(void **state)
{
	static const struct row rows[] = {
		{ WORD(0xd503201f), NOTHING },		  /* nop */
		{ WORD(0xa9be7bfd), AT_AND_BY(-32, -32) }, /* stp x29, x30, [sp, #-32]! */
		{ WORD(0xa8c27bfd), AT_AND_BY(0, 32) },	  /* ldp x29, x30, [sp], #32 */
		{ WORD(0xf81f0fe0), AT_AND_BY(-16, -16) }, /* str x0, [sp, #-16]! */
		{ WORD(0xf84107e0), AT_AND_BY(0, 16) },	  /* ldr x0, [sp], #16 */
		{ WORD(0xf90007e0), AT(8) },		  /* str x0, [sp, #8] */
		{ WORD(0xf94003e0), AT(0) },		  /* ldr x0, [sp] */
		{ WORD(0xf8216be0), NOTHING },		  /* str x0, [sp, x1] */
		{ WORD(0xd10543ff), BY(-0x150) },	  /* sub sp, sp, #0x150 */
		{ WORD(0xd14007ff), BY(-0x1000) },	  /* sub sp, sp, #1, lsl #12 */
		{ WORD(0x910043ff), BY(16) },		  /* add sp, sp, #16 */
		{ WORD(0x8b2063ff), ELSEWHERE },	  /* add sp, sp, x0 */
		{ WORD(0x9100013f), ELSEWHERE },	  /* mov sp, x9 */
		{ WORD(0x910043bf), ELSEWHERE },	  /* add sp, x29, #16 */
		{ WORD(0xd69f03e0), ELSEWHERE },	  /* eret */
		{ WORD(0x910043e0), NOTHING },		  /* add x0, sp, #16 */
		{ WORD(0xeb2063ff), NOTHING },		  /* cmp sp, x0 */
		{ WORD(0x00000000), NOTHING },
	};

	(void)state;
	test_rows("aarch64", rows, COUNT_OF(rows));
}
/* clang-format on */

static void test_any_bytes(void **state)
{
	static const char *const names[] = { "x86_64", "aarch64" };
	uint32_t random = 1;

	(void)state;
	for (size_t n = 0; n < COUNT_OF(names); n++)
		for (size_t i = 0; i < 5000; i++) {
			uint8_t bytes[15];

			for (size_t j = 0; j < sizeof(bytes); j++)
				bytes[j] =
					(uint8_t)((random = random * 1664525 + 1013904223) >> 24);
			stack_effect__find(names[n], bytes, i % (sizeof(bytes) + 1));
		}
	assert_int_equal(stack_effect__find("riscv64", (const uint8_t[]){ 0x55 }, 1).reveal,
			 REVEAL_NOTHING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_x86_64),
		cmocka_unit_test(test_arm64),
		cmocka_unit_test(test_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
