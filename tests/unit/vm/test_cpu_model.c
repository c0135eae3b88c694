// SPDX-License-Identifier: GPL-2.0-or-later
/* QEMU's list of CPU models, as its versions print it, and the names near one that is not there. */
#include "tests/unit/support.h"

#include "bench/vm/cpu_model.h"

static struct similar_names near;
static size_t n;
static char names[256];

static const char seven[] = "Available CPUs:\n"
			    "x86 486                   (alias configured by machine type)\n"
			    "x86 EPYC                  (alias configured by machine type)\n"
			    "x86 EPYC-Rome             (alias configured by machine type)\n"
			    "x86 EPYC-Rome-v1          AMD EPYC-Rome Processor\n"
			    "x86 qemu64-v1             QEMU Virtual CPU version 2.5+\n"
			    "x86 qemu64                (alias configured by machine type)\n"
			    "x86 max                   Enables all features\n"
			    "\n"
			    "Recognized CPUID flags:\n"
			    "  3dnow 3dnowext abm ac97 adx\n"
			    "  ibpb ibrs\n";

static const char ten[] = "Available CPUs:\n"
			  "  486                   (alias configured by machine type)\n"
			  "  EPYC                  (alias configured by machine type)\n"
			  "  EPYC-Rome             (alias configured by machine type)\n"
			  "  EPYC-Rome-v1          AMD EPYC-Rome Processor\n"
			  "  qemu64-v1             QEMU Virtual CPU version 2.5+\n"
			  "  qemu64                (alias configured by machine type)\n"
			  "  max                   Enables all features\n"
			  "\n"
			  "Recognized CPUID flags:\n"
			  "  3dnow 3dnowext abm ac97 adx\n"
			  "  ibpb ibrs\n";

static bool find(const char *text, const char *model)
{
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	bool found = cpu_model__find(file, model, &n, &near);

	fclose(file);
	similar_names__format(&near, names, sizeof(names));
	return found;
}

static void test_both_formats(void **state)
{
	static const char *const lists[] = { seven, ten };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		assert_true(find(lists[i], "EPYC-Rome"));
		assert_int_equal(n, 7);
		assert_true(find(lists[i], "486"));
		assert_true(find(lists[i], "max"));
		assert_false(find(lists[i], "EPYC-Roma"));
		assert_string_equal(names, "EPYC-Rome");
		/* Names of features, words of descriptions, and the word before them are no models.
		 */
		assert_false(find(lists[i], "ibpb"));
		assert_false(find(lists[i], "AMD"));
		assert_false(find(lists[i], "x86"));
		assert_false(find(lists[i], ""));
	}
}

static void test_no_list(void **state)
{
	(void)state;
	assert_false(find("qemu: unknown option\n", "EPYC"));
	assert_int_equal(n, 0);
	assert_false(find("Available CPUs:\n", "EPYC"));
	assert_int_equal(n, 0);
}

static void test_near(void **state)
{
	(void)state;
	find(seven, "rome");
	assert_string_equal(names, "EPYC-Rome, EPYC-Rome-v1");
	find(seven, "epyc");
	assert_string_equal(names, "EPYC, EPYC-Rome, EPYC-Rome-v1");
	find(seven, "qemu46");
	assert_string_equal(names, "qemu64");
	find(seven, "zzzzzz");
	assert_string_equal(names, "");
	find(seven, "");
	assert_string_equal(names, "");
}

static void test_distance(void **state)
{
	(void)state;
	assert_int_equal(similar_names__distance("", ""), 0);
	assert_int_equal(similar_names__distance("", "abc"), 3);
	assert_int_equal(similar_names__distance("kitten", "sitting"), 3);
	assert_int_equal(similar_names__distance("sitting", "kitten"), 3);
	assert_int_equal(similar_names__distance("EPYC", "epyc"), 0);
	assert_int_equal(similar_names__distance("ab", "ba"), 1);
	assert_int_equal(similar_names__distance("abcd", "badc"), 2);
}

static void test_the_nearest_come_first(void **state)
{
	(void)state;
	similar_names__start(&near, "abcdef");
	similar_names__offer(&near, "abcdxy");
	similar_names__offer(&near, "abcdex");
	similar_names__offer(&near, "abcdyx");
	similar_names__offer(&near, "ABCDEF");
	similar_names__offer(&near, "uvwxyz");
	similar_names__offer(&near, "abcdex");
	similar_names__format(&near, names, sizeof(names));
	assert_string_equal(names, "ABCDEF, abcdex, abcdxy, abcdyx");
	similar_names__offer(&near, "xbcdef");
	similar_names__offer(&near, "abxdex");
	similar_names__format(&near, names, sizeof(names));
	assert_string_equal(names, "ABCDEF, abcdex, xbcdef, abcdxy, abcdyx");
	similar_names__format(&near, names, 9);
	assert_string_equal(names, "ABCDEF");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_formats),
		cmocka_unit_test(test_no_list),
		cmocka_unit_test(test_near),
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_the_nearest_come_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
