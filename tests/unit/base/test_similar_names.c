// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/base/similar_names.h"

static void test_distance(void **state)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} rows[] = {
		{ "", "", 0 },
		{ "", "abc", 3 },
		{ "kprobe", "kprobe", 0 },
		{ "KProbe", "kprobe", 0 },
		{ "kprobe", "kprobes", 1 },
		{ "kprobe", "uprobe", 1 },
		{ "kprobe", "kpobre", 2 },
		{ "kitten", "sitting", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(similar_names__distance(rows[i].a, rows[i].b), rows[i].distance);
		assert_int_equal(similar_names__distance(rows[i].b, rows[i].a), rows[i].distance);
	}
}

static void check_similar(const char *wanted, const char *const *names, const char *expected)
{
	struct similar_names similar;
	char text[256];

	similar_names__start(&similar, wanted);
	for (; *names; names++)
		similar_names__offer(&similar, *names);
	similar_names__format(&similar, text, sizeof(text));
	assert_string_equal(text, expected);
}

static void test_the_nearest_come_first(void **state)
{
	static const char *const names[] = { "EPYC-Rome", "qemu64",  "EPIC", "EPYC",
					     "Haswell",	  "EPYC-v1", "EPYC", NULL };

	(void)state;
	check_similar("epyc", names, "EPYC, EPYC-Rome, EPIC, EPYC-v1");
	check_similar("qemu65", names, "qemu64");
	check_similar("nothing", names, "");
	check_similar("haxyell", names, "Haswell"); /* a third of the letters may be wrong */
	check_similar("haxyzll", names, "");
	check_similar("", names, "");
}

/* A part of a name is near only if it is long enough to mean something. */
static void test_short_words(void **state)
{
	static const char *const names[] = { "tp_btf", "tp", "raw_tp", NULL };

	(void)state;
	check_similar("tp", names, "tp");
	check_similar("raw", names, "raw_tp");
}

static void test_only_so_many_are_shown(void **state)
{
	static const char *const names[] = { "name11", "name1", "name2", "name3",
					     "name4",  "name5", "name6", NULL };

	(void)state;
	check_similar("name", names, "name1, name2, name3, name4, name5");
}

static void test_names_that_are_too_long(void **state)
{
	char name[SIMILAR_NAMES_SIZE + 2], wanted[2 * SIMILAR_NAMES_SIZE];
	const char *const names[] = { name, NULL };

	(void)state;
	memset(name, 'x', sizeof(name));
	name[SIMILAR_NAMES_SIZE] = '\0';
	memset(wanted, 'x', sizeof(wanted));
	wanted[sizeof(wanted) - 1] = '\0';
	check_similar(wanted, names, "");
	name[SIMILAR_NAMES_SIZE - 1] = '\0';
	check_similar(wanted, names, name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_the_nearest_come_first),
		cmocka_unit_test(test_short_words),
		cmocka_unit_test(test_only_so_many_are_shown),
		cmocka_unit_test(test_names_that_are_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
