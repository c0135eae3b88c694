// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/support.h"

#include "report/tables/terminal.h"

static struct run run;
static struct summary summary;
static char *text;

static int run_setup(void **state)
{
	(void)state;
	make_run(&run, 6);
	return 0;
}

static int run_teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	run__free(&run);
	return 0;
}

static void print(void)
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	summary__make(&run, &summary);
	terminal__print_run(&run, &summary, file);
	fclose(file);
}

static void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static void assert_fits(void)
{
	char *copy = strdup(text), *rest = copy;

	for (const char *line; (line = strsep(&rest, "\n"));)
		if (strlen(line) > 80)
			fail_msg("wider than 80 columns: %s", line);
	free(copy);
}

static void test_sound_run(void **state)
{
	(void)state;
	print();
	assert_fits();
	assert_says("do_unlinkat on 6.12.0-test");
	assert_says("unit: instructions");
	assert_says("+400");
	assert_says("control");
	assert_null(strstr(text, "INVALID"));
	assert_null(strstr(text, "nanoseconds"));
}

static void test_one_round_of_one_cycle(void **state)
{
	(void)state;
	run__free(&run);
	make_run(&run, 1);
	run.unit = CLOCK_NANOSECONDS;
	run.plan.cycles = 1;
	print();
	assert_says(", 1 round of 1 cycle\n");
	assert_says("over 1 round. Whether");
}

/* They are in every cost of the table. */
static void test_company_is_in_the_heading(void **state)
{
	(void)state;
	strcpy(run.plan.beside, "kprobe");
	strcpy(run.plan.elsewhere, "fentry.multi:1000");
	run.plan.copies = 8;
	print();
	assert_fits();
	assert_says(" of 1,000 cycles\n"
		    "beside kprobe, elsewhere fentry.multi:1000, 8 copies\nunit: ");
}

static void test_command(void **state)
{
	(void)state;
	run.unit = CLOCK_NANOSECONDS;
	strcpy(run.clock_name, "hyperfine 1.15.0");
	strcpy(run.plan.workload, "macro");
	strcpy(run.plan.command, "rm -rf tree");
	strcpy(run.plan.hyperfine, "--shell none");
	run.capabilities[1].command_hits = 20;
	print();
	assert_fits();
	assert_says("command: rm -rf tree\nhyperfine 1.15.0: --shell none\n");
	assert_says("unit: us per run of the command");
	assert_says(
		"kprobe        2.400       +0.400 [0.400 0.400]  +20.00       20      20    7.0\n");
	assert_null(strstr(text, "Reading the clock"));
	assert_null(strstr(text, "CPU events"));
	run.capabilities[1].command_hits = 0;
	print();
	assert_says("kprobe: the command does not hit it");
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].operation.figures.p50 *= 1e4;
	run.vm = json_pack("{s:s, s:s}", "accelerator", "tcg", "cpu_model", "max");
	print();
	assert_says("unit: emulated ms per run");
	assert_says("+4.00 [4.00 4.00]");
}

/* An emulated time is never called a time of hardware, and instructions are no time. */
static void test_unit_matches_the_clock(void **state)
{
	(void)state;
	run.unit = CLOCK_NANOSECONDS;
	print();
	assert_says("unit: nanoseconds");
	run.vm = json_pack("{s:s, s:s}", "accelerator", "tcg", "cpu_model", "max");
	print();
	assert_says("unit: emulated nanoseconds");
	assert_fits();
	run.unit = CLOCK_INSTRUCTIONS;
	print();
	assert_says("unit: instructions");
}

/* Lines as they were before they were broken. */
static void unwrap(void)
{
	for (char *c = text; *c; c++)
		if (*c == '\n')
			*c = ' ';
}

/* kprobe costs 400 or nothing, and all trials differ by so much. */
static void measure_time(double kprobe, double noise)
{
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < run.n_trials; i++) {
		struct trial *t = &run.trials[i];

		move_median(t, 2000 + noise * ((t->round * 7 + t->position * 3) % 5) +
				       (!strcmp(t->backend, "kprobe") ? kprobe : 0));
	}
}

static void test_time_says_of_which_operations(void **state)
{
	(void)state;
	measure_time(400, 0);
	print();
	assert_fits();
	unwrap();
	assert_says("kprobe: the fastest quarter of operations: +400 [399 to 401] ns; the median: "
		    "+400 [399 to 401]; the mean: +400 [400 to 400].");
	/* The control shows no difference, which one sentence says. */
	assert_null(strstr(text, "control: the fastest"));
	assert_says("The control, a second none, shows no difference of more than ");
}

static void test_no_difference_and_too_noisy_to_tell(void **state)
{
	(void)state;
	measure_time(0, 1);
	print();
	assert_says("kprobe: no difference from none, of more than ");
	assert_null(strstr(text, "too noisy"));
	measure_time(0, 200);
	print();
	assert_fits();
	unwrap();
	assert_says("kprobe: too noisy to tell: up to ");
	assert_says("ns cannot be excluded.");
	assert_says("--max-time");
	assert_says("doctor");
	assert_null(strstr(text, "no difference from none"));
}

static void test_skipped_backend_is_shown(void **state)
{
	struct capability *c = &run.capabilities[2];

	(void)state;
	c->available = false;
	strcpy(c->reason, "this kernel has no BTF");
	strcpy(c->remedy, "measure in a VM");
	print();
	assert_says("fentry    skipped: this kernel has no BTF");
	assert_says("measure in a VM");
	assert_null(strstr(text, "kprobe    skipped"));
}

static void test_invalid_is_said_loudly(void **state)
{
	(void)state;
	trial_of(&run, 3, "kprobe")->missed = 5;
	print();
	assert_says("INVALID");
	assert_says("kprobe, round 3: 5 missed hits");
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].recursion = 1;
	print();
	assert_says("more\n");
}

static void test_hits_of_others_are_reported(void **state)
{
	(void)state;
	trial_of(&run, 3, "kprobe")->hits += 5;
	print();
	assert_says("kprobe: 5 hits did not come from the workload");
	assert_null(strstr(text, "INVALID"));
}

/* Instructions are counted whatever disturbs, and what is unknown is not reported. */
static void test_disturbance_is_reported(void **state)
{
	(void)state;
	print();
	assert_null(strstr(text, "While measuring"));
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < run.n_trials; i++)
		run.trials[i].disturbance.steal_ns = INT64_C(10000000);
	print();
	assert_fits();
	/* 1 to 6 in the rounds, of four trials each. */
	assert_says("While measuring: 84 involuntary context switches.\n");
	assert_says("While measuring: 240 ms stolen by the hypervisor.\n");
	assert_null(strstr(text, "migrations"));
	assert_null(strstr(text, "throttling"));
}

static void test_counters_or_why_not(void **state)
{
	(void)state;
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	json_object_set_new(run.environment, "counters_missing", json_string("all: no such CPU"));
	print();
	assert_says("CPU counters: - (all: no such CPU)\n");
	assert_null(strstr(text, "CPU events"));
	json_object_set_new(run.environment, "counters_missing",
			    json_string("user_itlb_misses: none"));
	for (size_t i = 0; i < run.n_trials; i++) {
		struct counters *c = &run.trials[i].counters;
		bool is_kprobe = !strcmp(run.trials[i].backend, "kprobe");

		/* Of 1000 operations. */
		c->user_cycles = 1234000;
		c->kernel_cycles = is_kprobe ? 9876000 : 8765000;
		c->kernel_branch_misses = 1500;
	}
	print();
	assert_fits();
	assert_says("CPU counters: - (user_itlb_misses: none)\n");
	assert_says("CPU events per cycle of the workload, user/kernel:\n");
	assert_says("kprobe       1234/9876          -/-       -/1.50          -/-          -/-\n");
	assert_says("none         1234/8765 ");
}

static void test_hooks_of_others_are_named(void **state)
{
	(void)state;
	json_object_set_new(run.environment, "other_hooks", json_string("p (kprobe, bpftrace 7)"));
	print();
	assert_says("do_unlinkat was already hooked by p (kprobe, bpftrace 7)");
}

static void test_long_problems_are_wrapped(void **state)
{
	(void)state;
	run.unit = run.plan.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < run.n_trials; i++)
		if (run.trials[i].control)
			move_median(&run.trials[i], run.trials[i].operation.figures.p50 + 5);
	print();
	assert_fits();
	assert_says("\nINVALID: do not rely on these numbers.\n  the control (a second ");
}

static void test_large_numbers_fit(void **state)
{
	(void)state;
	run.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < run.n_trials; i++) {
		struct figures *f = &run.trials[i].operation.figures;

		set_median(&run.trials[i],
			   98765 + (run.trials[i].control ? 0 : (double)(i % 4) * 987));
		f->p99 = 1.2e6;
		f->p999 = 3.4e8;
		f->max = 9.87e11;
		run.trials[i].attach_ns = 123456789;
		if (run.trials[i].hits != COUNT_UNKNOWN)
			run.trials[i].hits = 1000000 / 6;
	}
	print();
	assert_fits();
}

#define on_run(function) cmocka_unit_test_setup_teardown(function, run_setup, run_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_run(test_sound_run),
		on_run(test_one_round_of_one_cycle),
		on_run(test_company_is_in_the_heading),
		on_run(test_command),
		on_run(test_unit_matches_the_clock),
		on_run(test_time_says_of_which_operations),
		on_run(test_no_difference_and_too_noisy_to_tell),
		on_run(test_skipped_backend_is_shown),
		on_run(test_invalid_is_said_loudly),
		on_run(test_hits_of_others_are_reported),
		on_run(test_disturbance_is_reported),
		on_run(test_counters_or_why_not),
		on_run(test_hooks_of_others_are_named),
		on_run(test_long_problems_are_wrapped),
		on_run(test_large_numbers_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
