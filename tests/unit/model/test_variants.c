// SPDX-License-Identifier: GPL-2.0-or-later
/* Values of options, and the combinations that their product is. */
#include "tests/unit/support.h"

#include "bench/model/variants.h"

static struct variants axes;

static int axes_setup(void **state)
{
	(void)state;
	memset(&axes, 0, sizeof(axes));
	log_begin();
	return 0;
}

static void give(enum axis_id axis, const char *value)
{
	assert_int_equal(variants__add(&axes, axis, value), 0);
}

static void assert_folder(size_t combination, const char *expected)
{
	char name[VARIANTS_NAME_SIZE];

	variants__folder(&axes, combination, name);
	assert_string_equal(name, expected);
}

static void assert_label(size_t combination, const char *expected)
{
	char label[VARIANTS_NAME_SIZE];

	variants__label(&axes, combination, label);
	assert_string_equal(label, expected);
}

static void test_nothing_given_is_one_run(void **state)
{
	(void)state;
	assert_int_equal(variants__count(&axes), 1);
	assert_null(variants__value(&axes, 0, AXIS_PAYLOAD));
	assert_folder(0, "");
	assert_int_equal(variants__require_one(&axes), 0);
}

/* The first axis changes slowest, and every combination comes up once. */
static void test_product(void **state)
{
	static const char *const expected[][2] = {
		{ "a", "1" }, { "a", "2" }, { "", "1" }, { "", "2" }
	};

	(void)state;
	give(AXIS_THREADS, "1");
	give(AXIS_THREADS, "2");
	give(AXIS_APPEND, "a");
	give(AXIS_APPEND, "");
	give(AXIS_CPU_MODEL, "EPYC");
	assert_int_equal(variants__count(&axes), COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_string_equal(variants__value(&axes, i, AXIS_APPEND), expected[i][0]);
		assert_string_equal(variants__value(&axes, i, AXIS_THREADS), expected[i][1]);
		assert_string_equal(variants__value(&axes, i, AXIS_CPU_MODEL), "EPYC");
		assert_null(variants__value(&axes, i, AXIS_PAYLOAD));
	}
	assert_true(variants__varies(&axes, AXIS_THREADS));
	assert_false(variants__varies(&axes, AXIS_CPU_MODEL));
	assert_folder(0, "append-a,threads-1");
	assert_folder(3, "append-none,threads-2");
	assert_label(0, "a, threads 1");
	assert_label(3, "no --append, threads 2");
}

/* Whatever is appended, its folder is one, and no other's. */
static void test_folders_are_safe_and_differ(void **state)
{
	static const char *const hostile[] = { "a/../b", "a_.._b", "none",   "",	"..",
					       "a b",	 "a,b",	   "\xff\n", "$(x);'\"" };
	char names[COUNT_OF(hostile)][VARIANTS_NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		give(AXIS_APPEND, hostile[i]);
	for (size_t i = 0; i < COUNT_OF(hostile); i++) {
		variants__folder(&axes, i, names[i]);
		assert_int_equal(strspn(names[i], "abcdefghijklmnopqrstuvwxyz0123456789._+=-#"),
				 strlen(names[i]));
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(names[i], names[k]);
	}
}

/* A file system's limit is 255. */
static void test_long_values_are_cut_and_differ(void **state)
{
	char text[200], other[200], first[VARIANTS_NAME_SIZE], second[VARIANTS_NAME_SIZE];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	give(AXIS_APPEND, text);
	strcpy(other, text);
	other[sizeof(other) - 2] = 'y';
	give(AXIS_APPEND, other);
	give(AXIS_PAYLOAD, "count");
	give(AXIS_PAYLOAD, "empty");
	give(AXIS_CPU_MODEL, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	give(AXIS_CPU_MODEL, "b");
	give(AXIS_THREADS, "100");
	give(AXIS_THREADS, "200");
	variants__folder(&axes, 0, first);
	variants__folder(&axes, 2, second);
	assert_true(strlen(second) < 240);
	assert_string_not_equal(first, second);
	assert_non_null(strstr(second, ",threads-100"));
}

static void test_values_that_are_refused(void **state)
{
	char values[VARIANTS_MAX_VALUES + 1][8];

	(void)state;
	for (unsigned int i = 0; i <= VARIANTS_MAX_VALUES; i++)
		snprintf(values[i], sizeof(values[i]), "%u", i);
	give(AXIS_THREADS, values[0]);
	assert_int_equal(variants__add(&axes, AXIS_THREADS, "0"), -EINVAL);
	assert_logs("--threads has the value \"0\" twice");
	for (unsigned int i = 1; i < VARIANTS_MAX_VALUES; i++)
		give(AXIS_THREADS, values[i]);
	assert_int_equal(variants__add(&axes, AXIS_THREADS, values[VARIANTS_MAX_VALUES]), -E2BIG);
	assert_logs("at most 32");
	assert_int_equal(variants__count(&axes), VARIANTS_MAX_VALUES);
}

/* However it is written, and whatever is left out. */
static void test_values_that_are_the_same(void **state)
{
	char label[VARIANTS_NAME_SIZE], buffer[AXIS_LABEL_SIZE];

	(void)state;
	give(AXIS_ELSEWHERE, "10k");
	assert_int_equal(variants__add(&axes, AXIS_ELSEWHERE, "10000"), -EINVAL);
	assert_logs("--elsewhere has the values \"10k\" and \"10000\", which are the same");
	assert_int_equal(variants__add(&axes, AXIS_ELSEWHERE, "kprobe.multi:10k"), -EINVAL);
	give(AXIS_ELSEWHERE, "fentry.multi:10k");
	give(AXIS_ELSEWHERE, "all");
	give(AXIS_ELSEWHERE, "none");
	assert_int_equal(variants__add(&axes, AXIS_ELSEWHERE, ""), -EINVAL);
	give(AXIS_COPIES, "1k");
	assert_int_equal(variants__add(&axes, AXIS_COPIES, "1000"), -EINVAL);
	variants__label(&axes, 0, label);
	assert_string_equal(label, "elsewhere kprobe.multi:10000");
	variants__label(&axes, 2, label);
	assert_string_equal(label, "elsewhere kprobe.multi:all");
	variants__label(&axes, 3, label);
	assert_string_equal(label, "elsewhere none");
	assert_string_equal(axis__label(AXIS_ELSEWHERE, "10k", buffer), "kprobe.multi:10000");
	assert_string_equal(axis__label(AXIS_APPEND, "10k", buffer), "10k");
	assert_string_equal(axis__label(AXIS_APPEND, "", buffer), "(none)");
	assert_string_equal(axis__label(AXIS_APPEND, NULL, buffer), "(none)");
}

static void test_commands_that_take_one(void **state)
{
	(void)state;
	give(AXIS_CPU_MODEL, "a");
	give(AXIS_CPU_MODEL, "b");
	assert_int_equal(variants__require_one(&axes), -EINVAL);
	assert_logs("one value of --cpu-model, not 2");
}

#define on_axes(function) cmocka_unit_test_setup(function, axes_setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_axes(test_nothing_given_is_one_run),
		on_axes(test_product),
		on_axes(test_folders_are_safe_and_differ),
		on_axes(test_long_values_are_cut_and_differ),
		on_axes(test_values_that_are_refused),
		on_axes(test_values_that_are_the_same),
		on_axes(test_commands_that_take_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
