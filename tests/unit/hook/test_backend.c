// SPDX-License-Identifier: GPL-2.0-or-later
/* What is asked of a backend's row, with made-up rows. Those of the table: test_backends.c. */
#include "tests/unit/support.h"

#include <bpf/libbpf.h>

#include "bench/hook/backends.h"
#include "bench/hook/payload.h"

static const void *no_object(size_t *size)
{
	static const char bytes[] = "this is no BPF object";

	*size = sizeof(bytes);
	return bytes;
}

static const void *entry_object(size_t *size)
{
	return backend__find("kprobe")->elf(size);
}

static const struct backend nothing = { .name = "nothing" };
static const struct backend at_entry = {
	.name = "at-entry",
	.elf = entry_object,
	.parts = { { .side = &side_entry } },
};
static const struct backend at_exit = {
	.name = "at-exit",
	.elf = entry_object,
	.parts = { { .side = &side_exit } },
};
static const struct backend in_two_parts = {
	.name = "two-parts",
	.elf = entry_object,
	.parts = { { .side = &side_entry }, { .side = &side_exit } },
};
static const struct backend of_both_sides = {
	.name = "both-sides",
	.elf = entry_object,
	.parts = { { .side = &side_both } },
};
static const struct backend broken = {
	.name = "broken",
	.elf = no_object,
	.parts = { { .side = &side_entry } },
};

static void test_is_hook(void **state)
{
	(void)state;
	assert_false(backend__is_hook(&nothing));
	assert_true(backend__is_hook(&at_entry));
}

static void test_runs_of_a_call(void **state)
{
	(void)state;
	assert_int_equal(backend__runs_of_call(&nothing), 0);
	assert_int_equal(backend__runs_of_call(&at_entry), 1);
	assert_int_equal(backend__runs_of_call(&at_exit), 1);
	assert_int_equal(backend__runs_of_call(&in_two_parts), 2);
	assert_int_equal(backend__runs_of_call(&of_both_sides), 2);
}

static void test_who_sees_the_return(void **state)
{
	(void)state;
	assert_false(backend__sees_return(&nothing));
	assert_false(backend__sees_return(&at_entry));
	assert_true(backend__sees_return(&at_exit));
	assert_true(backend__sees_return(&in_two_parts));
	assert_true(backend__sees_return(&of_both_sides));
}

static void test_what_it_carries(void **state)
{
	const struct payload known = { .name = "known", .program = "count" };
	const struct payload unknown = { .name = "unknown", .program = "counts" };

	(void)state;
	assert_true(backend__carries(&at_entry, &known));
	assert_false(backend__carries(&at_entry, &unknown));
	/* The object has programs for the entry only. */
	assert_false(backend__carries(&at_exit, &known));
	/* Where nothing is loaded, nothing is missing. */
	assert_true(backend__carries(&nothing, &unknown));
	assert_false(backend__carries(&broken, &known));
}

static int ignore(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_hook),
		cmocka_unit_test(test_runs_of_a_call),
		cmocka_unit_test(test_who_sees_the_return),
		cmocka_unit_test(test_what_it_carries),
	};

	libbpf_set_print(ignore);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
