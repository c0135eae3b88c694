// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/document/markdown.h"

static void test_one_run(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_report(markdown__write);
	assert_int_equal(strncmp(text, "**On 6.12, fentry costs 100 instructions a call", 47), 0);
	assert_says("The run is valid.");
	assert_says("| backend | cost (instructions) | overhead (instructions) | ratio");
	assert_says("| kprobe | 2,400 | +400 | 4.00 | 2470 | 2,000 |\n");
	assert_says("| none | 2,000 | - | - |");
	assert_says("2 rounds of 1,000 operations");
	assert_says("    hookbench run --backends none,kprobe,fentry ");
}

static void test_company(void **state)
{
	(void)state;
	add_run("6.12", 2, 0)->run.plan.copies = 8;
	write_report(markdown__write);
	assert_says(" operations per backend; 8 copies.\n");
}

static void test_time_has_intervals(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	write_report(markdown__write);
	assert_says("| 95 % interval (ns) |");
	assert_says("95 % confidence");
	assert_says(" to +");
}

static void rewrite(void)
{
	free(text);
	text = NULL;
	write_report(markdown__write);
}

/* The cells of kprobe's trials lie 400 higher than those of none, and fentry's 100. */
static void test_of_which_operations(void **state)
{
	(void)state;
	add_run("6.12", 12, 0);
	rewrite();
	assert_says_not("fastest quarter");
	make_time(&report_runs[0], 400, 100, 0);
	rewrite();
	assert_says(
		"| added (ns) to | the fastest quarter of operations | the median | the mean |\n"
		"| --- | ---: | ---: | ---: |\n| control | 0 \\[0 to 0\\] | 0 \\[0 to 0\\] |");
	assert_says(
		"| kprobe | +400 \\[399 to 401\\] | +400 \\[399 to 401\\] | +400 \\[400 to 400\\] |\n");
	assert_says("Each with its 95 % interval. The fastest quarter of each trial's operations");
	assert_says_not("no difference");
	/* A command's trials are single runs. */
	strcpy(report_runs[0].run.plan.command, "true");
	rewrite();
	assert_says_not("fastest quarter");
}

static void test_too_noisy_to_tell(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 0, 5000, 200);
	rewrite();
	assert_says("- kprobe: too noisy to tell: up to ");
	assert_says("**Too noisy to tell kprobe");
	assert_says_not("valid");
	assert_says_not("fentry: ");
	make_time(&report_runs[0], 0, 0, 1);
	rewrite();
	assert_says("- kprobe: no difference from none, of more than ");
	assert_says("- fentry: no difference from none, of more than ");
}

static void test_invalid_first(void **state)
{
	struct report_run *r = add_run("6.12", 6, 0);

	(void)state;
	for (size_t i = 0; i < r->run.n_trials; i++)
		r->run.trials[i].missed = 5;
	write_report(markdown__write);
	assert_int_equal(strncmp(text, "**This run is invalid", 21), 0);
	assert_says("**INVALID: do not rely on these numbers.**");
	assert_says(" (and 20 more)\n");
	assert_says_not("is valid");
}

static void test_skipped(void **state)
{
	struct capability *c = &add_run("6.12", 2, 0)->run.capabilities[2];

	(void)state;
	c->available = false;
	strcpy(c->reason, "no BTF");
	write_report(markdown__write);
	assert_says("Skipped: fentry (no BTF).\n");
}

static void test_several(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 16);
	write_report(markdown__write);
	assert_says("| run | none (cost) | kprobe | fentry |\n| --- | ---: | ---: | ---: |\n");
	assert_says("| 6.12 | 2,000 | 416 (+16, regression) | 100 |\n");
	assert_says("All runs are valid.");
}

/* In a table, in a list, or as a mention, any text must stay plain text. */
static void test_text_stays_text(void **state)
{
	struct report_run *r = add_run("6.12", 2, 0);

	(void)state;
	strcpy(r->run.target.symbol, "6.1|2 <b>*x* `y` @you [z](u)\n# _w_ raw_tp \x01\xff");
	strcpy(r->run.plan.backends[1], "a|b");
	write_report(markdown__write);
	assert_says("6.1\\|2 &lt;b&gt;\\*x\\* \\`y\\` &#64;you \\[z\\](u) \\# \\_w\\_ raw_tp "
		    "\357\277\275\357\277\275");
	assert_says_not("<b>");
	assert_says_not("\n#");
}

static void add_large_run(unsigned int i)
{
	char release[32];
	struct report_run *r;

	snprintf(release, sizeof(release), "6.%u", i);
	r = add_run(release, 6, (int)i);
	for (; r->run.plan.n_backends < 8; r->run.plan.n_backends++)
		snprintf(r->run.plan.backends[r->run.plan.n_backends], NAME_SIZE, "b%zu",
			 r->run.plan.n_backends);
	r->run.n_capabilities = 8;
	for (size_t j = 3; j < 8; j++)
		strcpy(r->run.capabilities[j].reason, "it cannot");
	trial_of(&r->run, 1, "kprobe")->missed = 5;
	trial_of(&r->run, 2, "kprobe")->missed = 5;
}

static void test_is_short(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < MAX_RUNS; i++)
		add_large_run(i);
	write_report(markdown__write);
	assert_true(count_of("\n") < 60);
	assert_says("- and 2 more runs");
	assert_int_equal(count_of("\n#"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_one_run),
		on_report(test_time_has_intervals),
		on_report(test_of_which_operations),
		on_report(test_too_noisy_to_tell),
		on_report(test_invalid_first),
		on_report(test_skipped),
		on_report(test_several),
		on_report(test_text_stays_text),
		on_report(test_is_short),
		on_report(test_company),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
