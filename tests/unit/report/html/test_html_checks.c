// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/html/html_parts.h"

static void write_first(const struct report *r, FILE *file)
{
	html_checks__write(&r->runs[0], file);
}

static void write_checks(void)
{
	free(text);
	text = NULL;
	write_report(write_first);
}

/* "<dt>...good: Hits</dt>" */
static void assert_outcome(const char *title, const char *word)
{
	char words[128];

	snprintf(words, sizeof(words), "<span class=\"unseen\">%s: </span>%s</dt>", word, title);
	assert_says(words);
}

static void test_sound(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	write_checks();
	assert_outcome("Control", "good");
	assert_outcome("Hits", "good");
	assert_outcome("Exactness", "good");
	assert_outcome("Watched", "good");
	assert_says(
		"a second none, treated like a hook, has an overhead of 0 instructions: no difference");
	assert_says("4,000 of 4,000 expected hits");
	assert_says("other activity on the machine cannot affect counted instructions");
	assert_says_not("bad: ");
	assert_says_not("Precision");
	assert_says_not("Skipped");
}

static void test_control(void **state)
{
	struct run *run = &add_run("6.12", 2, 0)->run;

	(void)state;
	for (size_t i = 0; i < run->n_trials; i++)
		if (run->trials[i].control)
			run->trials[i].operation.figures.mode += 50;
	write_checks();
	assert_outcome("Control", "bad");
	assert_says("has an overhead of +50 instructions: something other than the hooks changed");

	/* It differs between rounds, which no exact run does. */
	run->trials[3].operation.figures.mode -= 50;
	write_checks();
	assert_outcome("Control", "bad");
	assert_outcome("Exactness", "bad");
	assert_says("[0 to +50 over the rounds]");
}

static void test_no_control(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;

	(void)state;
	for (size_t i = 0; i < run->n_trials; i++)
		if (run->trials[i].control)
			strcpy(run->trials[i].backend, "gone");
	write_checks();
	assert_outcome("Control", "note");
	assert_says("there is no second none");
	assert_says("only one round: there is no other to compare it with");
}

static void test_hits_that_are_missing(void **state)
{
	struct run *run = &add_run("6.12", 2, 0)->run;

	(void)state;
	trial_of(run, 1, "kprobe")->hits -= 7;
	trial_of(run, 1, "kprobe")->missed = 7;
	trial_of(run, 2, "fentry")->hits += 3;
	write_checks();
	assert_outcome("Hits", "bad");
	assert_says("3,993 of 4,000 expected hits");
	assert_says("; the kernel lost 7");
	assert_says("; 3 more did not come from the workload");
}

/* With --target, it is unknown which hits come from the workload: there is no number. */
static void test_foreign_hits_that_are_unknown(void **state)
{
	struct run *run = &add_run("6.12", 2, 0)->run;

	(void)state;
	strcpy(run->plan.target, "vfs_unlink");
	trial_of(run, 1, "fentry")->hits += 3;
	write_checks();
	assert_outcome("Hits", "good");
	assert_says_not("not come from the workload");
}

/* A file may claim any number of hits: sums stay at the largest, and do not wrap. */
static void test_hits_that_are_too_many(void **state)
{
	struct run *run = &add_run("6.12", 2, 0)->run;

	(void)state;
	for (size_t i = 0; i < run->n_trials; i++) {
		struct trial *t = &run->trials[i];

		if (t->hits == COUNT_UNKNOWN)
			continue;
		t->hits = t->expected_hits = t->missed = t->recursion = INT64_MAX;
	}
	write_checks();
	assert_says("9,223,372,036,854,775,808 of 9,223,372,036,854,775,808 expected hits");
	assert_says("; the kernel lost 9,223,372,036,854,775,808");
}

static void test_payload_that_does_not_count(void **state)
{
	struct run *run = &add_run("6.12", 1, 0)->run;

	(void)state;
	for (size_t i = 0; i < run->n_trials; i++)
		run->trials[i].hits = run->trials[i].expected_hits = COUNT_UNKNOWN;
	write_checks();
	assert_outcome("Hits", "note");
	assert_says("this payload does not count");
}

static void test_time(void **state)
{
	(void)state;
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	write_checks();
	assert_outcome("Precision", "good");
	assert_says(", 95 % confidence]: no difference, as required");
	assert_says_not("Exactness");
}

static void test_rounds_that_are_too_few(void **state)
{
	(void)state;
	make_time(add_run("6.12", 2, 0), 400, 100, 10);
	write_checks();
	assert_outcome("Precision", "note");
	assert_outcome("Control", "note");
	assert_says("2 rounds are too few for an interval; at least 6 are needed");
}

static void test_facts_of_the_machine(void **state)
{
	struct run *run = &add_run("6.12", 12, 0)->run;

	(void)state;
	make_time(&report_runs[0], 400, 100, 10);
	json_object_set_new(run->environment, "other_hooks", json_string("<b> of 7"));
	json_object_set_new(run->environment, "clock_source_at_end", json_string("hpet"));
	write_checks();
	assert_outcome("Other hooks", "note");
	assert_outcome("Clock", "bad");
	assert_says("already hooked by &lt;b&gt; of 7: every cost includes that");
	assert_says("changed its clock source to hpet while measuring");
}

static void test_skipped(void **state)
{
	struct capability *c = &add_run("6.12", 1, 0)->run.capabilities[1];

	(void)state;
	c->available = false;
	strcpy(c->reason, "no <probes>");
	strcpy(c->remedy, "another kernel");
	write_checks();
	assert_outcome("Skipped", "note");
	assert_says("<b>kprobe</b>: no &lt;probes&gt;. Remedy: another kernel");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_sound),
		on_report(test_control),
		on_report(test_no_control),
		on_report(test_hits_that_are_missing),
		on_report(test_foreign_hits_that_are_unknown),
		on_report(test_hits_that_are_too_many),
		on_report(test_payload_that_does_not_count),
		on_report(test_time),
		on_report(test_rounds_that_are_too_few),
		on_report(test_facts_of_the_machine),
		on_report(test_skipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
