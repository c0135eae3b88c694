// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/document/answer.h"

static void write_answer(const struct report *r, FILE *file)
{
	char answer[ANSWER_SIZE];

	answer__format(r, answer, sizeof(answer));
	fputs(answer, file);
}

static void assert_answer(const char *answer)
{
	free(text);
	text = NULL;
	write_report(write_answer);
	assert_string_equal(text, answer);
}

static void test_exact(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	assert_answer("On 6.12, fentry costs 100 instructions a call, kprobe 4.00 times as many.");
}

/* kprobe stands for a program, fentry for its twin, which is no hook of its own. */
static void test_a_program_has_parts(void **state)
{
	struct report_run *r = add_run("6.12", 2, 0);

	(void)state;
	r->run.plan.n_programs = 1;
	strcpy(r->run.plan.programs[0].arm, "kprobe");
	strcpy(r->run.plan.programs[0].twin, "fentry");
	assert_answer(
		"On 6.12, kprobe costs 400 instructions a call (100 for its hooks, 300 for its body).");
	assert_true(isnan(summary__row(&r->summary, "fentry")->times_cheapest));
	assert_true(summary__row(&r->summary, "kprobe")->times_cheapest == 1);
}

static void test_time_has_its_interval(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	write_report(write_answer);
	assert_says("On 6.12, fentry costs 1");
	assert_says(" ns [");
	assert_says(", 95 % confidence] a call, kprobe ");
	assert_says(" times as much.");
	assert_says_not("emulated");
}

static void test_emulated_time_is_said(void **state)
{
	struct report_run *r = add_run("6.12", 12, 0);

	(void)state;
	make_time(r, 400, 100, 10);
	r->run.vm = json_pack("{s:s}", "accelerator", "tcg");
	write_report(write_answer);
	assert_says(" emulated ns [");
}

static void test_no_difference(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 400, 0, 20);
	write_report(write_answer);
	assert_says("On 6.12, kprobe costs ");
	assert_says("; fentry shows no difference from none (an overhead of ");
	assert_says("ns would be detected).");
}

static void test_nothing_differs(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 0, 0, 20);
	write_report(write_answer);
	assert_says("On 6.12, kprobe and fentry show no difference from none (");
	assert_says_not("costs");
}

/* "No difference" would be true of any hook. */
static void test_too_noisy_to_say(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 0, 0, 2000);
	write_report(write_answer);
	assert_says("On 6.12, the run is too noisy to tell kprobe and fentry from none: up to ");
	assert_says(" ns cannot be excluded.");
	assert_says_not("differ");
}

static void test_less_than_none(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 400, -300, 10);
	write_report(write_answer);
	assert_says("kprobe costs ");
	assert_says("fentry differs by -");
}

/* A difference that one hook alone would show is uncertain if several are tested. */
static void test_unsure(void **state)
{
	struct report_run *r = add_run("6.12", 6, 0);

	(void)state;
	finish_report();
	for (size_t i = 0; i < r->summary.n; i++)
		r->summary.rows[i].differs = false;
	text = malloc(ANSWER_SIZE);
	answer__format(&report, text, ANSWER_SIZE);
	assert_string_equal(
		text,
		"On 6.12, fentry and kprobe seem to make a difference, which only more rounds can confirm.");
}

static void test_one_round(void **state)
{
	(void)state;
	make_time(add_run("6.12", 1, 0), 400, 100, 10);
	assert_answer(
		"On 6.12, 1 round is too few to measure what fentry and kprobe cost (at least 6 are needed).");
}

static void test_invalid_has_no_numbers(void **state)
{
	(void)state;
	trial_of(&add_run("6.12", 2, 0)->run, 1, "kprobe")->missed = 5;
	write_report(write_answer);
	assert_int_equal(strncmp(text, "This run is invalid; do not rely on its numbers: ", 49), 0);
	assert_says("kprobe, round 1");
	assert_says_not("400");
	assert_says_not("costs");
}

static void test_several(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 16);
	assert_answer("From 6.1 to 6.12, kprobe (+16 instructions a call) costs more; fentry costs "
		      "the same.");
	/* From the first to the last, whatever was between. */
	add_run("7.3", 2, -5);
	assert_answer("From 6.1 to 7.3, kprobe (-5 instructions a call) costs less; fentry costs "
		      "the same.");
}

static void test_what_does_not_attach_any_more(void **state)
{
	struct report_run *r;

	(void)state;
	add_run("6.1", 2, 0);
	r = add_run("6.12", 2, 0);
	for (size_t i = 0; i < r->run.n_trials; i++)
		if (!strcmp(r->run.trials[i].backend, "kprobe"))
			strcpy(r->run.trials[i].backend, "gone");
	r->run.capabilities[1].available = false;
	write_report(write_answer);
	assert_says("kprobe");
	assert_says("(no longer attaches)");
}

static void test_several_with_an_invalid_one(void **state)
{
	struct report_run *last;

	(void)state;
	add_run("6.1", 2, 0);
	trial_of(&add_run("6.12", 2, 16)->run, 1, "kprobe")->missed = 5;
	last = add_run("7.3", 2, 20);
	assert_answer("Of 3 runs, 1 is invalid; do not rely on its numbers: 6.12. From 6.1 to 7.3, "
		      "kprobe (+20 instructions a call) costs more; fentry costs the same.");
	trial_of(&last->run, 1, "kprobe")->missed = 5;
	assert_answer(
		"Of 3 runs, 2 are invalid; do not rely on their numbers: 6.12 and 7.3. The change from 6.1 to 7.3 is unknown.");
}

static void test_incomparable(void **state)
{
	(void)state;
	add_run("6.1", 12, 0);
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	write_report(write_answer);
	assert_says("6.1 and 6.12 cannot be compared: ");
}

static void test_nothing_measured(void **state)
{
	struct report_run *r;

	(void)state;
	assert_answer("There are no runs.");
	r = add_run("6.12", 2, 0);
	r->run.plan.n_backends = 1;
	assert_answer(
		"On 6.12, an operation of create-unlink takes 2,000 instructions; no hook was "
		"measured.");
}

static void test_small_buffers(void **state)
{
	char small[8] = "xxxxxxx";

	(void)state;
	add_run("6.12", 2, 0);
	finish_report();
	answer__format(&report, small, 4);
	assert_string_equal(small, "On ");
	assert_int_equal(small[4], 'x');
	answer__format(&report, small, 0);
	assert_string_equal(small, "On ");
}

/* Threads and rates differ on purpose: their costs are listed without a verdict. */
static void test_series(void **state)
{
	(void)state;
	add_run("1 thread", 12, 0);
	add_run("2 threads", 12, 100)->run.plan.threads = 2;
	write_report(write_answer);
	assert_says("From 1 thread to 2 threads, kprobe adds 400 and 500 instructions, ");
	assert_says("fentry 100 and 100 instructions.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_series),
		on_report(test_exact),
		on_report(test_a_program_has_parts),
		on_report(test_time_has_its_interval),
		on_report(test_emulated_time_is_said),
		on_report(test_no_difference),
		on_report(test_nothing_differs),
		on_report(test_too_noisy_to_say),
		on_report(test_less_than_none),
		on_report(test_unsure),
		on_report(test_one_round),
		on_report(test_invalid_has_no_numbers),
		on_report(test_several),
		on_report(test_what_does_not_attach_any_more),
		on_report(test_several_with_an_invalid_one),
		on_report(test_incomparable),
		on_report(test_nothing_measured),
		on_report(test_small_buffers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
