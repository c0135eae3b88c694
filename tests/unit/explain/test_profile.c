// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "bench/explain/profile.h"

#define HEADER "hookbench-count 1\n"
#define TRIAL                                                                        \
	"trial 1000 7 998 990\n"                                                     \
	"i ffffffff81000000 4\ni 7fff00000000 3\n"                                   \
	"n 1 0 7fff00000000 3\nn 5 1 ffffffff81000000 0\nn 3 5 ffffffff81000010 4\n" \
	"end\n"

/* The same operation with its accesses. */
#define ACCESSES                                                                         \
	"trial 1000 7 998 990\nv 500 3 2 3 2 4 2 1 2\nd 72 9 1\n"                        \
	"i ffffffff81000000 4\nx 3 0 1 488b03\ns 8\nl 3fffe00000\nl 3fffe00001\n"        \
	"i 7fff00000000 3\nx 0 2 0 0f0102030405060708090a0b0c0d0e\ns 72\nl 3fffe00001\n" \
	"n 1 0 7fff00000000 3\nn 3 1 ffffffff81000010 4\n"                               \
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

static void test_reads_accesses(void **state)
{
	struct profiles p;

	(void)state;
	assert_int_equal(read_text(HEADER ACCESSES TRIAL, &p), 0);
	assert_int_equal(p.n, 2);
	assert_true(p.v[0].has_accesses);
	assert_false(p.v[1].has_accesses);
	assert_int_equal(p.v[0].agreed, 500);
	assert_int_equal(p.v[0].loads, 3);
	assert_int_equal(p.v[0].stores, 2);
	assert_int_equal(p.v[0].data_lines.common, 3);
	assert_int_equal(p.v[0].data_lines.low, 2);
	assert_int_equal(p.v[0].data_lines.high, 4);
	assert_int_equal(p.v[0].data_pages.low, 1);
	assert_int_equal(p.v[0].n_accesses, 2);
	assert_int_equal(p.v[0].accesses[0].loads, 3);
	assert_int_equal(p.v[0].accesses[0].turns, 1);
	assert_int_equal(p.v[0].accesses[0].size, 3);
	assert_memory_equal(p.v[0].accesses[0].bytes, "\x48\x8b\x03", 3);
	assert_int_equal(p.v[0].accesses[0].n_lines, 2);
	assert_int_equal(p.v[0].accesses[1].size, 15);
	assert_int_equal(p.v[0].accesses[1].first_line, 2);
	assert_int_equal(p.v[0].lines[2], 0x3fffe00001);
	assert_int_equal(p.v[0].depth, 72);
	assert_int_equal(p.v[0].confirmed, 9);
	assert_int_equal(p.v[0].corrected, 1);
	assert_int_equal(p.v[0].accesses[0].depth, 8);
	assert_int_equal(p.v[0].accesses[1].depth, 72);
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

#define V "trial 1 3 1 1\nv 1 0 0 0 0 0 0 0 0\n"

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
		/* Accesses: */
		{ HEADER "v 1 0 0 0 0 0 0 0 0\n", "line 2" },
		{ HEADER "trial 1 3 1 1\nv 1 0 0 0 0 0 0 0\n", "line 3" },
		{ HEADER "trial 1 3 1 1\nv 0 0 0 0 0 0 0 0 0\n", "line 3" },
		{ HEADER "trial 1 3 1 1\nv 2 0 0 0 0 0 0 0 0\n", "line 3" },
		{ HEADER "trial 1 3 1 1\nv 1 0 0 5 0 4 0 0 0\n", "line 3" },
		{ HEADER "trial 1 3 1 1\nv 1 0 0 0 0 0 2 3 4\n", "line 3" },
		{ HEADER "trial 1 3 1 1\nv 1 99999999999999 0 0 0 0 0 0 0\n", "line 3" },
		{ HEADER "trial 1 3 1 1\ni 1 3\nv 1 0 0 0 0 0 0 0 0\n", "line 4" },
		{ HEADER "trial 1 3 1 1\ni 1 3\nx 0 0 0 90\n", "line 4" },
		{ HEADER V "x 0 0 0 90\n", "line 4" },
		{ HEADER V "l 1\n", "line 4" },
		{ HEADER V "i 1 3\nl 1\n", "line 5" },
		{ HEADER V "i 1 3\nx 0 0 0\n", "line 5" },
		{ HEADER V "i 1 3\nx 0 0 0 \n", "line 5" },
		{ HEADER V "i 1 3\nx 0 0 0 9\n", "line 5" },
		{ HEADER V "i 1 3\nx 0 0 0 9z\n", "line 5" },
		{ HEADER V "i 1 3\nx 0 0 0 90 90\n", "line 5" },
		{ HEADER V "i 1 3\nx 0 0 0 90909090909090909090909090909090\n", "line 5" },
		{ HEADER V "i 1 3\nx 0 0 4 90\n", "line 5" }, /* more turns than it was executed */
		{ HEADER V "i 1 3\nx 0 0 0 90\nx 0 0 0 90\n", "line 6" },
		{ HEADER V "i 1 3\nx 0 0 0 90\nl z\n", "line 6" },
		{ HEADER V "i 1 3\nn 1 0 1 3\nend\n", "line 6" }, /* none of the instruction */
		{ HEADER V "i 1 3\nx 1 0 0 90\nn 1 0 1 3\nend\n", "line 7" }, /* do not add up */
		{ HEADER V "i 1 3\nx 0 1 0 90\nn 1 0 1 3\nend\n", "line 7" },
		{ HEADER "trial 1 3 1 1\nd 8 0 0\n", "line 3" },
		{ HEADER V "d 8 0\n", "line 4" },
		{ HEADER V "d 99999999999999 0 0\n", "line 4" },
		{ HEADER V "i 1 3\nd 8 0 0\n", "line 5" },
		{ HEADER V "d 8 0 0\ni 1 3\ns 8\n", "line 6" },
		{ HEADER V "d 8 0 0\ni 1 3\nx 0 0 0 90\ns 9\n", "line 7" },
		{ HEADER V "d 8 0 0\ni 1 3\nx 0 0 0 90\ns 7\nn 1 0 1 3\nend\n", "line 9" },
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
		cmocka_unit_test(test_reads_accesses),
		cmocka_unit_test(test_nothing_counted),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_numbers_are_of_one_trial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
