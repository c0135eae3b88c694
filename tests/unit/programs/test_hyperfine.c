// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/programs/hyperfine.h"
#include "bench/programs/macro.h"

static char *word(const char *text)
{
	return (char *)text;
}

/* ---- quoting ---- */

static void test_words_are_quoted_for_who_splits_them(void **state)
{
	char *const words[] = { word("printf"), word("<%s>"),	 word("a  b"), word("it's"),
				word(""),	word("a\\\"$b"), word("x=1"),  NULL };
	const struct macro macro = { .words = words };
	char text[256];

	(void)state;
	assert_int_equal(hyperfine__format_command(&macro, text, sizeof(text)), 0);
	assert_string_equal(text, "printf '<%s>' 'a  b' 'it'\\''s' '' 'a\\\"$b' x=1");
}

static void test_a_shell_reads_words_as_they_are(void **state)
{
	char *const words[] = { word("a && b"), word("$c"), NULL };
	const struct macro macro = { .words = words, .shell = "bash" };
	char text[256];

	(void)state;
	assert_int_equal(hyperfine__format_command(&macro, text, sizeof(text)), 0);
	assert_string_equal(text, "a && b $c");
}

static void test_options_are_told_as_typed(void **state)
{
	const struct macro all = { .setup = "a",
				   .prepare = "b c",
				   .cleanup = "d",
				   .shell = "bash",
				   .ignore_failure = true };
	char text[256];

	(void)state;
	assert_int_equal(hyperfine__format_options(&(struct macro){ 0 }, text, sizeof(text)), 0);
	assert_string_equal(text, "--shell none");
	assert_int_equal(hyperfine__format_options(&all, text, sizeof(text)), 0);
	assert_string_equal(text, "--shell bash --setup a --prepare 'b c' --cleanup d "
				  "--ignore-failure");
}

static void test_what_hyperfine_cannot_take_is_refused(void **state)
{
	char *const longer[] = { word("123"), word("456"), NULL };
	char *const bytes[] = { word("a\xff"), NULL };
	char text[8];

	(void)state;
	log_begin();
	/* Seven bytes and the NUL fit; an eighth does not. */
	assert_int_equal(hyperfine__format_command(&(struct macro){ .words = longer }, text, 8), 0);
	assert_string_equal(text, "123 456");
	assert_int_equal(hyperfine__format_command(&(struct macro){ .words = longer }, text, 7),
			 -E2BIG);
	assert_logs("too long");
	assert_int_equal(hyperfine__format_command(&(struct macro){ .words = bytes }, text, 8),
			 -EILSEQ);
	assert_logs("not UTF-8");
}

static void test_the_guest_is_told_all(void **state)
{
	char *const words[] = { word("a\xff"), word(""), NULL };
	const struct macro given = { .words = words, .prepare = "p", .ignore_failure = true };
	json_t *json = macro__to_json(&given);
	struct macro got;
	char **copy;

	(void)state;
	assert_int_equal(macro__from_json(json, &got, &copy), 0);
	assert_string_equal(got.words[0], "a\xff");
	assert_string_equal(got.words[1], "");
	assert_null(got.words[2]);
	assert_string_equal(got.prepare, "p");
	assert_null(got.setup);
	assert_null(got.shell);
	assert_true(got.ignore_failure);
	strings__free(copy);
	json_decref(json);
}

/* ---- versions ---- */

static void test_versions(void **state)
{
	static const struct {
		const char *text, *version; /* NULL: too old, or none */
	} rows[] = {
		{ "hyperfine 1.15.0", "1.15.0" },
		{ "hyperfine 1.19.0", "1.19.0" },
		{ "hyperfine 1.13.0", "1.13.0" },
		{ "hyperfine 2.0.0-rc1", "2.0.0-rc1" },
		{ "hyperfine 1.12.0", NULL },
		{ "hyperfine 0.99.0", NULL },
		{ "hyperfine", NULL },
		{ "", NULL },
		{ "superfine 1.15.0", NULL },
	};
	char version[HYPERFINE_VERSION_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int err = hyperfine__parse_version(rows[i].text, version);

		assert_int_equal(err, rows[i].version ? 0 : -ENOTSUP);
		if (rows[i].version)
			assert_string_equal(version, rows[i].version);
	}
}

/* ---- JSON ---- */

/* As Debian 12's and 13's write it, and what others may leave out or add. */
static const char *const documents[] = {
	"{\"results\": [{\"command\": \"rm x\", \"mean\": 0.0028, \"stddev\": 0.003, \"median\": "
	"0.00123, \"user\": 0.00098, \"system\": 0.0, \"min\": 0.0009, \"max\": 0.0063, \"times\": "
	"[0.001230598, 1.5, 0.000957653], \"exit_codes\": [0, 0, 0]}]}",
	"{\"results\": [{\"command\": \"rm x\", \"times\": [0.001230598, 1.5, 0.000957653], "
	"\"memory_usage_byte\": [1, 2, 3], \"exit_codes\": [null, 137, 0], \"parameters\": {}}]}",
	"{\"results\": [{\"times\": [0.001230598, 1.5, 9.57653e-4]}], \"more\": 1}",
};

static void test_times_of_several_versions(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		struct hyperfine_times times;

		assert_int_equal(hyperfine__read(documents[i], &times), 0);
		assert_int_equal(times.n, 3);
		assert_int_equal(times.ns[0], 1230598);
		assert_int_equal(times.ns[1], 1500000000);
		assert_int_equal(times.ns[2], 957653);
		hyperfine__free(&times);
	}
}

static void test_what_is_no_list_of_times(void **state)
{
	static const char *const wrong[] = {
		"",
		"{",
		"[]",
		"{\"results\": []}",
		"{\"results\": [{}]}",
		"{\"results\": [{\"times\": []}]}",
		"{\"results\": [{\"times\": [1, null]}]}",
		"{\"results\": [{\"times\": [-1]}]}",
		"{\"results\": [{\"times\": [1e300]}]}",
		"{\"results\": [{\"times\": 1}]}",
	};
	struct hyperfine_times times;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		log_begin();
		assert_int_equal(hyperfine__read(wrong[i], &times), -EINVAL);
		assert_logs("results[0].times");
	}
	log_begin();
	assert_int_equal(hyperfine__read(NULL, &times), -EINVAL);
	assert_logs("results[0].times");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_are_quoted_for_who_splits_them),
		cmocka_unit_test(test_a_shell_reads_words_as_they_are),
		cmocka_unit_test(test_options_are_told_as_typed),
		cmocka_unit_test(test_what_hyperfine_cannot_take_is_refused),
		cmocka_unit_test(test_the_guest_is_told_all),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_times_of_several_versions),
		cmocka_unit_test(test_what_is_no_list_of_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
