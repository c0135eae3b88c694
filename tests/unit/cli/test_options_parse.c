// SPDX-License-Identifier: GPL-2.0-or-later
/* Defaults, what is common to all options, and what does not go together. */
#include "tests/unit/cli/options_support.h"

#include "bench/cli/option_values.h"

static struct options options;

static void test_defaults(void **state)
{
	(void)state;
	parse(run_groups, "", &options);
	assert_int_equal(options.plan.n_backends, 5);
	assert_string_equal(options.plan.backends[0], "none");
	assert_string_equal(options.plan.workload, "create-unlink");
	assert_string_equal(options.plan.payload, "count");
	assert_int_equal(options.plan.threads, 1);
	assert_int_equal(options.plan.rounds, 0); /* the clock decides, later */
	assert_int_equal(options.plan.cycles, 0);
	assert_false(options.where.in_vm);
	assert_false(options.backends || options.has_accelerator || options.quiet);
	assert_null(options.output.folder);
}

/* One place draws it: random in nanoseconds, always the same in instructions. */
static void test_seed(void **state)
{
	uint64_t first;

	(void)state;
	parse(run_groups, "", &options);
	first = options.plan.seed;
	assert_true(first > 0);
	parse(run_groups, "", &options);
	assert_true(options.plan.seed != first); /* once in four thousand millions */
	parse(run_groups, "--kernel ./image", &options);
	assert_int_equal(options.plan.seed, 1);
	parse(run_groups, "--seed 7", &options);
	assert_int_equal(options.plan.seed, 7);
}

static void test_number(void **state)
{
	(void)state;
	assert_int_equal(options__number("cycles", "2k", 1, 2000), 2000);
	assert_int_equal(options__number("cycles", "1", 1, 2000), 1);
	assert_refused(run_groups, "--rounds 0", "--rounds takes");
	assert_refused(run_groups, "--rounds 10001", "--rounds takes");
	assert_refused(run_groups, "--rounds 1.5", "\"1.5\"");
	assert_refused(run_groups, "--cycles x", "--cycles takes");
}

static void test_words_before_the_command(void **state)
{
	static char *const lines[][5] = {
		{ "attach", "fentry", "--", "rm", NULL },
		{ "attach", "--", "--", "rm", NULL },
		{ "attach", "fentry", "rm", "-f", NULL },
	};
	static const int own[] = { 2, 1, 4 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		assert_int_equal(options__count_own(4, (char **)lines[i]), own[i]);
}

static void test_what_does_not_go_together(void **state)
{
	static const struct {
		const char *words, *text;
	} rows[] = {
		{ "--kernel ./image --threads 2", "--threads must be 1" },
		{ "--kernel ./image --threads 2 --accel auto", "--threads must be 1" },
		{ "--kernel ./image --precision 5ns", "--precision and --rate" },
		{ "--kernel ./image --rate 100", "--precision and --rate" },
		{ "--kernel ./image --cpus 0", "--cpus" },
		{ "--kernel ./image --dir /tmp", "--dir" },
		{ "--kernel ./image --accel tcg --explain", "--explain" },
		{ "--explain", "--explain" },
		{ "--max-time 5", "--max-time" },
		{ "--accel kvm", "--kernel" },
		{ "--append quiet", "--kernel" },
		{ "--timeout 5", "--kernel" },
		{ "--time-limit 5", "--kernel" },
		{ "--no-such-option", "--no-such-option" },
		{ "--payload count,empty", "--payload" }, /* one run is made here */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_refused(run_groups, rows[i].words, rows[i].text);
}

static void test_what_goes_together(void **state)
{
	static const char *const lines[] = {
		"--kernel ./image --accel tcg --threads 2",
		"--kernel ./image --accel kvm --precision 5ns --max-time 3",
		"--kernel ./image --explain",
		"--threads 2 --rate 100 --precision 2% --dir /tmp",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		parse(run_groups, lines[i], &options);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_seed),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_words_before_the_command),
		cmocka_unit_test(test_what_does_not_go_together),
		cmocka_unit_test(test_what_goes_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
