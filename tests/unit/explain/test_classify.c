// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/explain/classify.h"

#define N 15

struct row {
	uint8_t bytes[N];
	size_t size;
	enum driver_id driver;
	const char *kind;
	bool unlocked;
};

/* NULL, and the test is skipped, without capstone. */
static struct classifier *open_classifier(const char *machine)
{
	struct classifier *c = NULL;

	log_begin();
	if (classifier__check()) {
		assert_logs("libcapstone-dev");
		assert_int_equal(classifier__open(machine, &c), -ENOSYS);
		assert_null(c);
		skip_because("built without capstone");
	}
	assert_int_equal(classifier__open(machine, &c), 0);
	return c;
}

static void test_rows(const char *machine, const struct row *rows, size_t n)
{
	struct classifier *c = open_classifier(machine);

	for (size_t i = 0; i < n; i++) {
		struct instruction_class class;

		classifier__classify(c, rows[i].bytes, rows[i].size, &class);
		if (class.driver != rows[i].driver || strcmp(class.kind, rows[i].kind) != 0 ||
		    class.unlocked != rows[i].unlocked)
			fail_msg("row %zu is of %s, \"%s\", %d", i, driver_table[class.driver].key,
				 class.kind, class.unlocked);
	}
	classifier__close(c);
}

/* clang-format off */
static void test_x86_64(void **state)
{
	static const struct row rows[] = {
		{ { 0x90 }, 1, DRIVER_PLAIN, "", false },
		{ { 0xf3, 0x0f, 0x1e, 0xfa }, 4, DRIVER_PLAIN, "", false },    /* endbr64 */
		{ { 0x48, 0x01, 0x03 }, 3, DRIVER_PLAIN, "", false },	       /* add %rax,(%rbx) */
		{ { 0x48, 0x8d, 0x03 }, 3, DRIVER_PLAIN, "", false },	       /* lea */
		{ { 0xf3, 0x48, 0xab }, 3, DRIVER_PLAIN, "", false },	       /* rep stosq */
		{ { 0xf3, 0x90 }, 2, DRIVER_PLAIN, "", false },		       /* pause */
		{ { 0xf0, 0x48, 0x01, 0x03 }, 4, DRIVER_LOCKED, "lock add", false },
		{ { 0xf0, 0x48, 0x0f, 0xb1, 0x0b }, 5, DRIVER_LOCKED, "lock cmpxchg", false },
		{ { 0xf0, 0x48, 0x0f, 0xc7, 0x0e }, 5, DRIVER_LOCKED, "lock cmpxchg16b", false },
		{ { 0x3e, 0x48, 0x01, 0x03 }, 4, DRIVER_PLAIN, "", true },     /* lock taken away */
		{ { 0x3e, 0x48, 0x0f, 0xb1, 0x0b }, 5, DRIVER_PLAIN, "", true },
		{ { 0x3e, 0xff, 0x0b }, 3, DRIVER_PLAIN, "", true },	       /* decl (%rbx) */
		{ { 0x3e, 0x48, 0x8b, 0x03 }, 4, DRIVER_PLAIN, "", false },    /* mov %ds:(%rbx) */
		{ { 0x3e, 0x48, 0x01, 0xc3 }, 4, DRIVER_PLAIN, "", false },    /* no memory */
		{ { 0x48, 0x87, 0x03 }, 3, DRIVER_LOCKED, "xchg", false },
		{ { 0x48, 0x87, 0xc3 }, 3, DRIVER_PLAIN, "", false },	       /* xchg of registers */
		{ { 0x74, 2 }, 2, DRIVER_BRANCHES, "", false },
		{ { 0x0f, 0x84, 1, 2, 3, 4 }, 6, DRIVER_BRANCHES, "", false },
		{ { 0xe3, 2 }, 2, DRIVER_BRANCHES, "", false },		       /* jrcxz */
		{ { 0xeb, 2 }, 2, DRIVER_JUMPS, "", false },
		{ { 0xe9, 1, 2, 3, 4 }, 5, DRIVER_JUMPS, "", false },
		{ { 0xff, 0xe0 }, 2, DRIVER_INDIRECT_JUMPS, "", false },       /* jmp *%rax */
		{ { 0x2e, 0xff, 0xe0 }, 3, DRIVER_INDIRECT_JUMPS, "", false }, /* with a prefix */
		{ { 0xff, 0x25, 1, 0, 0, 0 }, 6, DRIVER_INDIRECT_JUMPS, "", false },
		{ { 0xe8, 1, 2, 3, 4 }, 5, DRIVER_CALLS, "", false },
		{ { 0x2e, 0xe8, 1, 2, 3, 4 }, 6, DRIVER_CALLS, "", false },
		{ { 0xff, 0xd0 }, 2, DRIVER_INDIRECT_CALLS, "", false },
		{ { 0x41, 0xff, 0xd3 }, 3, DRIVER_INDIRECT_CALLS, "", false },
		{ { 0xff, 0x14, 0xc5, 0, 0, 0, 0 }, 7, DRIVER_INDIRECT_CALLS, "", false },
		{ { 0xc3 }, 1, DRIVER_RETURNS, "", false },
		{ { 0xf3, 0xc3 }, 2, DRIVER_RETURNS, "", false },
		{ { 0xc2, 8, 0 }, 3, DRIVER_RETURNS, "", false },
		{ { 0x0f, 0xae, 0xe8 }, 3, DRIVER_BARRIERS, "lfence", false },
		{ { 0x0f, 0xae, 0xf0 }, 3, DRIVER_BARRIERS, "mfence", false },
		{ { 0x0f, 0xa2 }, 2, DRIVER_BARRIERS, "cpuid", false },
		{ { 0x9c }, 1, DRIVER_SYSTEM, "pushf", false },
		{ { 0x9d }, 1, DRIVER_SYSTEM, "popf", false },
		{ { 0xfa }, 1, DRIVER_SYSTEM, "cli", false },
		{ { 0xfb }, 1, DRIVER_SYSTEM, "sti", false },
		{ { 0x0f, 0x30 }, 2, DRIVER_SYSTEM, "wrmsr", false },
		{ { 0x0f, 0x32 }, 2, DRIVER_SYSTEM, "rdmsr", false },
		{ { 0x0f, 0x31 }, 2, DRIVER_SYSTEM, "rdtsc", false },
		{ { 0x0f, 0x01, 0xf8 }, 3, DRIVER_SYSTEM, "swapgs", false },
		{ { 0x0f, 0x01, 0xcb }, 3, DRIVER_SYSTEM, "stac", false },
		{ { 0x0f, 0x22, 0xd8 }, 3, DRIVER_SYSTEM, "mov cr, dr", false },
		{ { 0xcc }, 1, DRIVER_TRAPS, "int3", false },
		{ { 0x0f, 0x05 }, 2, DRIVER_TRAPS, "syscall", false },
		{ { 0x48, 0x0f, 0x07 }, 3, DRIVER_TRAPS, "sysret", false },
		{ { 0x48, 0xcf }, 2, DRIVER_TRAPS, "iret", false },
		/* None that exists, one that is cut, and more than one. */
		{ { 0x06 }, 1, DRIVER_OTHER, "06", false },
		{ { 0xe8, 1, 2 }, 3, DRIVER_OTHER, "e80102", false },
		{ { 0x90, 0x90 }, 2, DRIVER_OTHER, "9090", false },
		{ { 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0, 0xf0,
		    0xf0 }, N, DRIVER_OTHER, "f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0", false },
		{ { 0 }, 0, DRIVER_OTHER, "", false },
	};

	(void)state;
	test_rows("x86_64", rows, COUNT_OF(rows));
}

#define WORD(w) { (uint8_t)(w), (uint8_t)((w) >> 8), (uint8_t)((w) >> 16), (uint8_t)((w) >> 24) }, 4

/* Words as objdump shows them. */
static void test_arm64(void **state)
{
	static const struct row rows[] = {
		{ WORD(0xd503201fu), DRIVER_PLAIN, "", false },		  /* nop */
		{ WORD(0xd503233fu), DRIVER_PLAIN, "", false },		  /* paciasp */
		{ WORD(0xf9400041u), DRIVER_PLAIN, "", false },		  /* ldr */
		{ WORD(0xc8dffc41u), DRIVER_PLAIN, "", false },		  /* ldar */
		{ WORD(0xb8bfc041u), DRIVER_PLAIN, "", false },		  /* ldapr */
		{ WORD(0xf8400863u), DRIVER_PLAIN, "", false },		  /* ldtr */
		{ WORD(0x94000010u), DRIVER_CALLS, "", false },		  /* bl */
		{ WORD(0xd63f0120u), DRIVER_INDIRECT_CALLS, "", false },  /* blr x9 */
		{ WORD(0xd63f093fu), DRIVER_INDIRECT_CALLS, "", false },  /* blraaz x9 */
		{ WORD(0xd73f0930u), DRIVER_INDIRECT_CALLS, "", false },  /* blraa x9, x16 */
		{ WORD(0xd65f03c0u), DRIVER_RETURNS, "", false },	  /* ret */
		{ WORD(0xd65f0bffu), DRIVER_RETURNS, "", false },	  /* retaa */
		{ WORD(0xd61f0200u), DRIVER_INDIRECT_JUMPS, "", false },  /* br x16 */
		{ WORD(0xd71f0a11u), DRIVER_INDIRECT_JUMPS, "", false },  /* braa x16, x17 */
		{ WORD(0x14000010u), DRIVER_JUMPS, "", false },		  /* b */
		{ WORD(0x54000041u), DRIVER_BRANCHES, "", false },	  /* b.ne */
		{ WORD(0xb4000041u), DRIVER_BRANCHES, "", false },	  /* cbz */
		{ WORD(0x35000041u), DRIVER_BRANCHES, "", false },	  /* cbnz */
		{ WORD(0x36000041u), DRIVER_BRANCHES, "", false },	  /* tbz */
		{ WORD(0xb7f80041u), DRIVER_BRANCHES, "", false },	  /* tbnz */
		{ WORD(0xc85f7c41u), DRIVER_LOCKED, "ldxr", false },
		{ WORD(0xc8017c41u), DRIVER_LOCKED, "stxr", false },
		{ WORD(0xc85ffc41u), DRIVER_LOCKED, "ldaxr", false },
		{ WORD(0xb8200041u), DRIVER_LOCKED, "ldadd", false },
		{ WORD(0xf8e00041u), DRIVER_LOCKED, "ldadd", false },	  /* ldaddal */
		{ WORD(0xb820005fu), DRIVER_LOCKED, "ldadd", false },	  /* stadd */
		{ WORD(0xb8203041u), DRIVER_LOCKED, "ldset", false },
		{ WORD(0xb8208041u), DRIVER_LOCKED, "swp", false },
		{ WORD(0x88a07c41u), DRIVER_LOCKED, "cas", false },
		{ WORD(0xc8e0fc41u), DRIVER_LOCKED, "cas", false },	  /* casal */
		{ WORD(0x48207c82u), DRIVER_LOCKED, "casp", false },
		{ WORD(0xd5033fdfu), DRIVER_BARRIERS, "isb", false },
		{ WORD(0xd5033f9fu), DRIVER_BARRIERS, "dsb", false },
		{ WORD(0xd5033bbfu), DRIVER_BARRIERS, "dmb", false },
		{ WORD(0xd50330ffu), DRIVER_BARRIERS, "sb", false },
		{ WORD(0xd53be040u), DRIVER_SYSTEM, "mrs", false },
		{ WORD(0xd50342dfu), DRIVER_SYSTEM, "msr", false },	  /* msr daifset */
		{ WORD(0xd508831fu), DRIVER_SYSTEM, "tlbi", false },
		{ WORD(0xd50b7420u), DRIVER_SYSTEM, "dc", false },
		{ WORD(0xd4000001u), DRIVER_TRAPS, "svc", false },
		{ WORD(0xd4200080u), DRIVER_TRAPS, "brk", false },
		{ WORD(0xd69f03e0u), DRIVER_TRAPS, "eret", false },
		{ { 0xff, 0xff, 0xff, 0xff }, 4, DRIVER_OTHER, "ffffffff", false },
		{ { 0x1f, 0x20 }, 2, DRIVER_OTHER, "1f20", false },
	};

	(void)state;
	test_rows("aarch64", rows, COUNT_OF(rows));
}
/* clang-format on */

/* A class, and a kind that ends, whatever the bytes. */
static void test_any_bytes(void **state)
{
	static const char *const machines[] = { "x86_64", "aarch64" };
	uint32_t random = 1;

	(void)state;
	for (size_t m = 0; m < COUNT_OF(machines); m++) {
		struct classifier *c = open_classifier(machines[m]);

		for (size_t i = 0; i < 20000; i++) {
			struct instruction_class class;
			uint8_t bytes[N];

			for (size_t j = 0; j < N; j++)
				bytes[j] =
					(uint8_t)((random = random * 1664525 + 1013904223) >> 24);
			classifier__classify(c, bytes, i % (N + 1), &class);
			assert_true(class.driver < N_DRIVERS &&
				    driver_table[class.driver].is_class);
			assert_true(strlen(class.kind) < sizeof(class.kind));
		}
		classifier__close(c);
	}
}

/* On x86-64 it is counted where it enters the kernel. */
static void test_breakpoint(void **state)
{
	static const struct {
		const char *machine;
		uint8_t bytes[4];
		size_t size;
		bool breakpoint;
	} rows[] = {
		{ "aarch64", { 0x80, 0x00, 0x20, 0xd4 }, 4, true },  /* brk #4 */
		{ "aarch64", { 0x01, 0x00, 0x00, 0xd4 }, 4, false }, /* svc #0 */
		{ "x86_64", { 0xcc }, 1, false },		     /* int3 */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct classifier *c = open_classifier(rows[i].machine);
		struct instruction_class class;

		classifier__classify(c, rows[i].bytes, rows[i].size, &class);
		assert_int_equal(class.breakpoint, rows[i].breakpoint);
		classifier__close(c);
	}
}

static void test_unknown_machine(void **state)
{
	struct classifier *c;

	(void)state;
	log_begin();
	assert_int_equal(classifier__open("riscv64", &c), -ENOTSUP);
	assert_null(c);
	classifier__close(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_x86_64),		cmocka_unit_test(test_arm64),
		cmocka_unit_test(test_any_bytes),	cmocka_unit_test(test_breakpoint),
		cmocka_unit_test(test_unknown_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
