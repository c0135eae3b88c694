// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/kernel/function_names.h"
#include "bench/kernel/target.h"

static struct function_lookup look_up(const char *kallsyms, const char *name)
{
	struct function_lookup lookup;
	FILE *file = fmemopen((void *)kallsyms, strlen(kallsyms), "r");

	function_names__look_up(file, name, &lookup);
	fclose(file);
	return lookup;
}

static const char kallsyms[] = "ffffffff81000000 T do_linkat\n"
			       "ffffffff81000100 T do_unlinkat\n"
			       "ffffffff81000100 T __alias_of_it\n"
			       "ffffffff81000200 t do_rmdir.part.0\n"
			       "ffffffff81000300 t twice\n"
			       "ffffffff81000400 t twice\n"
			       "ffffffff81000500 D do_unlinkax\n"
			       "ffffffff81000600 t __pfx_do_unlinkat\n"
			       "ffffffffc0000000 t in_module\t[module]\n"
			       "ffffffffc0000100 t bpf_prog_1_in_modul\t[bpf]\n"
			       "ffffffffc0000200 t in_modul\t[__builtin__ftrace]\n";

static void test_look_up(void **state)
{
	struct function_lookup lookup = look_up(kallsyms, "do_unlinkat");

	(void)state;
	assert_int_equal(lookup.n, 1);
	assert_int_equal(lookup.address, 0xffffffff81000100);
	assert_int_equal(lookup.n_aliases, 1);
	assert_string_equal(lookup.aliases[0], "__alias_of_it");
	assert_int_equal(look_up(kallsyms, "twice").n, 2);
	assert_int_equal(look_up(kallsyms, "in_module").n, 1);
	/* Data is no function. */
	assert_int_equal(look_up(kallsyms, "do_unlinkax").n, 0);
}

static void test_near_names(void **state)
{
	struct function_lookup lookup = look_up(kallsyms, "do_unlinkt");

	(void)state;
	assert_int_equal(lookup.n, 0);
	assert_int_equal(lookup.near.n, 2);
	assert_string_equal(lookup.near.found[0].name, "do_unlinkat");
	assert_string_equal(lookup.near.found[1].name, "do_linkat");
	/* Part of a name is near it. */
	lookup = look_up(kallsyms, "inkat");
	assert_string_equal(lookup.near.found[0].name, "do_linkat");
	assert_string_equal(lookup.near.found[1].name, "do_unlinkat");
	assert_int_equal(look_up(kallsyms, "nothing_like_it_at_all").near.n, 0);
	/* What the kernel made meanwhile is no function to hook. */
	lookup = look_up(kallsyms, "in_modul");
	assert_int_equal(lookup.n, 0);
	assert_int_equal(lookup.near.n, 1);
	assert_string_equal(lookup.near.found[0].name, "in_module");
}

static void test_most_names_are_left_out(void **state)
{
	char list[1024] = "";
	struct function_lookup lookup;

	(void)state;
	for (int i = 0; i < 20; i++)
		sprintf(list + strlen(list), "0 t functio%c%c\n", 'a' + i, i % 2 ? 'n' : 'm');
	strcat(list, "0 t function\n");
	lookup = look_up(list, "functiox");
	assert_int_equal(lookup.near.n, SIMILAR_NAMES_SHOWN);
	assert_string_equal(lookup.near.found[0].name, "function");
	/* Whether those without an address are two functions is unknown. */
	assert_int_equal(look_up("0 t a\n0 t a\n", "a").n, 1);
}

static void test_copies(void **state)
{
	struct function_lookup lookup = look_up(kallsyms, "do_rmdir");

	(void)state;
	assert_int_equal(lookup.n, 0);
	assert_string_equal(lookup.copy, "do_rmdir.part.0");
	assert_int_equal(look_up(kallsyms, "do_rmdir.part.0").n, 1);
}

static bool ask(bool (*question)(FILE *, const char *, const struct function_lookup *),
		const char *list, const char *name)
{
	struct function_lookup lookup = look_up(kallsyms, name);
	FILE *file = fmemopen((void *)list, strlen(list), "r");
	bool answer = question(file, name, &lookup);

	fclose(file);
	return answer;
}

static void test_lists(void **state)
{
	const char *traceable = "do_linkat\n__alias_of_it\nin_module [module]\n";
	const char *blacklist = "0xffffffff81000200-0xffffffff81000310\trange\n"
				"0x0000000000000000-0x0000000000000000\tdo_linkat\n";

	(void)state;
	assert_true(ask(function_names__is_traceable, traceable, "do_linkat"));
	assert_true(ask(function_names__is_traceable, traceable, "do_unlinkat"));
	assert_true(ask(function_names__is_traceable, traceable, "in_module"));
	assert_false(ask(function_names__is_traceable, traceable, "do_link"));
	assert_false(ask(function_names__is_traceable, traceable, "twice"));
	assert_true(ask(function_names__is_blacklisted, blacklist, "do_linkat"));
	assert_true(ask(function_names__is_blacklisted, blacklist, "twice"));
	assert_false(ask(function_names__is_blacklisted, blacklist, "do_unlinkat"));
}

static void test_names_of_functions(void **state)
{
	static const char *const right[] = { "f", "do_unlinkat", "__x64_sys_read", "f.isra.0" };
	static const char *const wrong[] = { "", "a b", "f+0x10", "1f", "a/b", "f;g", "*" };
	char longest[FUNCTION_NAME_SIZE + 1];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(right); i++)
		assert_true(target__is_name(right[i]));
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		assert_false(target__is_name(wrong[i]));
	memset(longest, 'f', sizeof(longest));
	longest[FUNCTION_NAME_SIZE] = '\0';
	assert_false(target__is_name(longest));
	longest[FUNCTION_NAME_SIZE - 1] = '\0';
	assert_true(target__is_name(longest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look_up),
		cmocka_unit_test(test_near_names),
		cmocka_unit_test(test_most_names_are_left_out),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_names_of_functions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
