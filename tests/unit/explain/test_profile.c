// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/explain/profile.h"

#define HEADER "hookbench-count 1\n"
#define TRIAL                                                                        \
	"trial 1000 7 998 990\n"                                                     \
	"i ffffffff81000000 4\ni 7fff00000000 3\n"                                   \
	"n 1 0 7fff00000000 3\nn 5 1 ffffffff81000000 0\nn 3 5 ffffffff81000010 4\n" \
	"end\n"

static int read_text(const char *text, struct profiles *profiles)
{
	FILE *file = tmpfile();
	int err;

	assert_non_null(file);
	fputs(text, file);
	log_begin();
	err = profiles__read(file, profiles);
	fclose(file);
	return err;
}

static void test_reads_trials(void **state)
{
	struct profiles p;

	(void)state;
	assert_int_equal(read_text(HEADER TRIAL TRIAL TRIAL, &p), 0);
	assert_int_equal(p.n, 3);
	for (size_t i = 0; i < p.n; i++) {
		const struct profile *t = &p.v[i];

		assert_int_equal(t->operations, 1000);
		assert_int_equal(t->length, 7);
		assert_int_equal(t->same_length, 998);
		assert_int_equal(t->used, 990);
		assert_int_equal(t->n_counts, 2);
		assert_true(t->counts[0].address == 0xffffffff81000000);
		assert_int_equal(t->counts[0].count, 4);
		assert_int_equal(t->n_stretches, 3);
		assert_int_equal(t->stretches[0].parent, 0);
		assert_int_equal(t->stretches[1].parent, 1);
		assert_int_equal(t->stretches[2].parent, 2);
	}
	profiles__free(&p);
}

static void test_nothing_counted(void **state)
{
	struct profiles p;

	(void)state;
	assert_int_equal(read_text(HEADER, &p), 0);
	assert_int_equal(p.n, 0);
	profiles__free(&p);
	assert_int_equal(read_text(HEADER "trial 0 0 0 0\nend\n", &p), 0);
	assert_int_equal(p.n, 1);
	profiles__free(&p);
}

static void test_broken(void **state)
{
	static const struct {
		const char *text;
		const char *line;
	} rows[] = {
		{ "", "line 1" },
		{ "hookbench-count 2\n" TRIAL, "line 1" },
		{ HEADER "trial 1 2 3\n", "line 2" },
		{ HEADER "i 1 2\n", "line 2" },
		{ HEADER "n 1 0 1 2\n", "line 2" },
		{ HEADER "end\n", "line 2" },
		{ HEADER "what\n", "line 2" },
		{ HEADER TRIAL "trial 1 0 1 1\n", "line 9" }, /* cut */
		{ HEADER "trial 1 0 1 1\ntrial 1 0 1 1\n", "line 3" },
		{ HEADER "trial 1 3 1 1\ni 1 x\n", "line 3" },
		{ HEADER "trial 1 3 1 1\nn 0 0 1 3\n", "line 3" },
		{ HEADER "trial 1 3 1 1\nn 2 1 1 3\n", "line 3" }, /* an unknown parent */
		{ HEADER "trial 1 3 1 1\nn 99999999999 0 1 3\n", "line 3" },
		{ HEADER "trial 1 3 1 1\ni 1 2\nn 1 0 1 3\nend\n", "line 5" }, /* do not add up */
		{ HEADER "trial 1 3 1 1\ni 1 3\nn 1 0 1 2\nend\n", "line 5" },
	};
	struct profiles p;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(read_text(rows[i].text, &p), -EINVAL);
		assert_logs(rows[i].line);
		assert_int_equal(caught.n[LOG_ERROR], 1);
	}
}

/* A parent of the trial before is none of this one. */
static void test_numbers_are_of_one_trial(void **state)
{
	struct profiles p;

	(void)state;
	assert_int_equal(read_text(HEADER TRIAL "trial 1 3 1 1\nn 9 5 1 3\n", &p), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_trials),
		cmocka_unit_test(test_nothing_counted),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_numbers_are_of_one_trial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
