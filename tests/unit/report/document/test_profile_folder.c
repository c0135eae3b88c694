// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/document/profile_folder.h"

static struct profile_folder profile;

static void make_profile(void)
{
	make_file("p/none.folded", "main;read 10\nmain 5\n");
	make_file("p/kprobe.folded", "main;read 12\nmain;read;hook 30\n\nmain 4\n");
	make_file("p/fentry.folded", "main;read 10\nmain;read;hook 2.5\n");
	make_file("p/kprobe-none.folded", "this is left out\n");
	make_file("p/.hidden.folded", "this too\n");
	make_file("p/notes.txt", "this too\n");
}

static void test_backends(void **state)
{
	(void)state;
	make_profile();
	assert_int_equal(profile_folder__open("p", &profile), 0);
	assert_int_equal(profile.n, 3);
	/* `none` comes first, the others by name. */
	assert_string_equal(profile.v[0].name, "none");
	assert_string_equal(profile.v[1].name, "fentry");
	assert_string_equal(profile.v[2].name, "kprobe");
	assert_close(profile.v[0].samples, 15, 0);
	assert_null(profile.v[0].more);
	assert_close(profile.v[2].samples, 46, 0);
	assert_close(profile.v[2].none_samples, 15, 0);
	assert_close(flame__total(profile.v[2].all), 46, 0);
	assert_close(flame__total(profile.v[2].more), 31, 0);
	assert_int_equal(json_object_size(profile.facts), 0);
	profile_folder__close(&profile);
	assert_int_equal(profile.n, 0);
}

/* Without `none` nothing can be taken off. */
static void test_without_none(void **state)
{
	(void)state;
	make_profile();
	assert_int_equal(unlink("p/none.folded"), 0);
	assert_int_equal(profile_folder__open("p", &profile), 0);
	assert_int_equal(profile.n, 2);
	for (size_t i = 0; i < profile.n; i++) {
		assert_null(profile.v[i].more);
		assert_close(profile.v[i].none_samples, 0, 0);
	}
	profile_folder__close(&profile);
}

static void test_facts(void **state)
{
	(void)state;
	make_profile();
	make_file("p/" PROFILE_FACTS, "{\"schema\": \"" PROFILE_SCHEMA "\", \"perf\": \"6\"}");
	assert_int_equal(profile_folder__open("p", &profile), 0);
	assert_string_equal(json_string_value(json_object_get(profile.facts, "perf")), "6");
	profile_folder__close(&profile);
}

static void assert_refused(int err, const char *why)
{
	log_begin();
	assert_int_equal(profile_folder__open("p", &profile), err);
	assert_logs(why);
	assert_int_equal(caught.n[LOG_ERROR], 1);
	assert_null(profile.v);
}

static void test_facts_that_are_unknown(void **state)
{
	(void)state;
	make_profile();
	make_file("p/" PROFILE_FACTS, "{\"schema\": \"other/1\"}");
	assert_refused(-EINVAL, "an unknown schema; this hookbench reads " PROFILE_SCHEMA);
	make_file("p/" PROFILE_FACTS, "{\"schema\": 1}");
	assert_refused(-EINVAL, "an unknown schema");
	make_file("p/" PROFILE_FACTS, "{");
	assert_refused(-EINVAL, "p/" PROFILE_FACTS ": ");
}

static void test_lines_that_are_no_stacks(void **state)
{
	static const char *const lines[] = {
		"main;read", " 12", "main x", "main 1x", "main -1", "main nan", "main inf", "main ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		make_profile();
		make_file("p/kprobe.folded", "main 1\n");
		make_file("p/zz.folded", "main 1\n\n");
		{
			FILE *file = fopen("p/zz.folded", "ae");

			fprintf(file, "%s\n", lines[i]);
			fclose(file);
		}
		assert_refused(-EINVAL, "p/zz.folded, line 3: not a call stack and its weight");
	}
}

static void test_folder_without_stacks(void **state)
{
	(void)state;
	assert_refused(-ENOENT, "cannot read p: ");
	make_file("p/notes.txt", "x");
	make_file("p/kprobe-none.folded", "main 1\n");
	assert_refused(-ENOENT, "p has no call stacks");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(test_backends),
		folder_test(test_without_none),
		folder_test(test_facts),
		folder_test(test_facts_that_are_unknown),
		folder_test(test_lines_that_are_no_stacks),
		folder_test(test_folder_without_stacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
