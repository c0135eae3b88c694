// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/flame_shades.h"

#include "tests/unit/support.h"

/* "f7": 7. */
static int64_t value_of(const void *context, const char *function)
{
	(void)context;
	return strtoll(function + 1, NULL, 10);
}

static const struct flame_shades shades = { "locked", value_of, NULL };

static void test_colours(void **state)
{
	/* From one to the next, either the same or another colour. */
	static const struct {
		const char *a, *b;
		bool same;
	} rows[] = {
		{ "f-3", "f0", true },	   { "f0", "f1", false },   { "f1", "f2", false },
		{ "f2", "f4", true },	   { "f4", "f5", false },   { "f9", "f10", false },
		{ "f10", "f49", true },	   { "f49", "f50", false }, { "f199", "f200", false },
		{ "f200", "f9999", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *a = flame_shades__colour(&shades, rows[i].a);
		const char *b = flame_shades__colour(&shades, rows[i].b);

		assert_true(a[0] == '#' && strlen(a) == 7);
		if (!strcmp(a, b) != rows[i].same)
			fail_msg("%s and %s: %s, %s", rows[i].a, rows[i].b, a, b);
	}
}

static void test_texts(void **state)
{
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	flame_shades__write_note(&shades, "f0", file);
	flame_shades__write_note(&shades, "f3", file);
	flame_shades__write_note(&shades, "f-2", file);
	fflush(file);
	assert_string_equal(text, "; 3 locked; -2 locked");
	flame_shades__write_legend(&shades, 8, 30, file);
	fclose(file);
	/* Each colour has its words. */
	assert_non_null(strstr(text, ">locked:</text>"));
	assert_non_null(strstr(text, flame_shades__colour(&shades, "f10")));
	assert_non_null(strstr(text, ">10 to 49</text>"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colours),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
