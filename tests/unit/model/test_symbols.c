// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/model/symbols.h"

static const char kallsyms[] = "ffffffff81000000 T _stext\n"
			       "ffffffff81000000 T _text\n"
			       "ffffffff81000000 T startup_64\n"
			       "ffffffff810000f0 t __pfx_helper\n"
			       "ffffffff81000100 t helper\n"
			       "ffffffff81000200 T do_unlinkat\n"
			       "ffffffff81000300 t helper\n"
			       "ffffffff81000400 t __do_sys_x\n"
			       "ffffffff81000400 T __ia32_sys_x\n"
			       "ffffffff81000400 T __x64_sys_x\n"
			       "ffffffff81000500 T __softirqentry_text_end\n"
			       "ffffffff81000500 T __x86_indirect_thunk_array\n"
			       "ffffffff81000600 t do_unlinkat.cold\n"
			       "ffffffff81000700 T last\n"
			       "ffffffff81000800 T _etext\n"
			       "ffffffff81900000 T start_kernel\n";

static struct symbols kernel, added;
static const struct symbols *const both[] = { &added, &kernel, NULL };

static int read_all(void **state)
{
	(void)state;
	return symbols__read(kallsyms, sizeof(kallsyms) - 1, &kernel);
}

static int free_all(void **state)
{
	(void)state;
	symbols__free(&kernel);
	symbols__free(&added);
	return 0;
}

static void assert_name(uint64_t address, const char *name)
{
	assert_string_equal(symbols__name(both, address), name);
}

static void test_ranges(void **state)
{
	(void)state;
	assert_name(0xffffffff81000200, "do_unlinkat");
	assert_name(0xffffffff810002ff, "do_unlinkat");
	assert_name(0xffffffff81000700, "last");
	assert_name(0xffffffff810007ff, "last");
}

static void test_padding_is_no_symbol(void **state)
{
	(void)state;
	assert_name(0xffffffff810000f0, "startup_64");
}

/* Named by what precedes it, this would be said to be some function. */
static void test_no_symbol(void **state)
{
	(void)state;
	assert_name(0xffffffff80ffffff, "?");
	assert_name(0xffffffff81000800, "?");
	assert_name(0xffffffff81900001, "?");
	assert_name(0xffffffffc0000000, "?");
}

static void test_user(void **state)
{
	(void)state;
	assert_name(0x7fffffffffff, "[user]");
	assert_name(0x555555554000, "[user]");
	assert_name(0, "[user]");
}

static void test_same_name_twice(void **state)
{
	(void)state;
	assert_name(0xffffffff81000100, "helper");
	assert_name(0xffffffff81000300, "helper@2");
}

static void test_parts_of_a_function_are_one(void **state)
{
	(void)state;
	assert_name(0xffffffff81000600, "do_unlinkat");
}

static void test_aliases(void **state)
{
	(void)state;
	assert_name(0xffffffff81000400, "__x64_sys_x");
	assert_name(0xffffffff81000500, "__x86_indirect_thunk_array");
	assert_name(0xffffffff81000000, "startup_64");
}

static void test_made_at_run_time(void **state)
{
	static const struct {
		uint64_t start;
		const char *name, *shown;
	} rows[] = {
		{ 0xffffffffc0300000, "ftrace_trampoline", "[ftrace trampoline]" },
		{ 0xffffffffc0100000, "bpf_prog_0123456789abcdef_hit", "[bpf program]" },
		{ 0xffffffffc0200000, "bpf_trampoline_6442450945", "[bpf trampoline]" },
		{ 0xffffffffc0400000, "kprobe_optinsn_page", "[kprobe instructions]" },
		{ 0xffffffffc0500000, "bpf_dispatcher_xdp", "[bpf dispatcher]" },
		{ 0xffffffffc0600000, "something_new", "something_new" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(symbols__add(&added, rows[i].start, 0x100, rows[i].name), 0);
	symbols__sort(&added);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_name(rows[i].start, rows[i].shown);
		assert_name(rows[i].start + 0xff, rows[i].shown);
		assert_name(rows[i].start + 0x100, "?");
	}
}

static void test_nothing_to_read(void **state)
{
	static const char *const texts[] = { "",
					     "\n\n",
					     "no symbols\n",
					     "ffffffff81000000 T",
					     "ffffffff81000000 T \n",
					     "zzz T name\n" };
	struct symbols symbols;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		log_begin();
		assert_int_equal(symbols__read(texts[i], strlen(texts[i]), &symbols), -EINVAL);
		assert_logs("is empty");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_padding_is_no_symbol),
		cmocka_unit_test(test_no_symbol),
		cmocka_unit_test(test_user),
		cmocka_unit_test(test_same_name_twice),
		cmocka_unit_test(test_parts_of_a_function_are_one),
		cmocka_unit_test(test_aliases),
		cmocka_unit_test(test_made_at_run_time),
		cmocka_unit_test(test_nothing_to_read),
	};

	return cmocka_run_group_tests(tests, read_all, free_all);
}
