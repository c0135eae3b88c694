// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/plots/plot.h"

static struct plot plot;

static const struct plot_row *find(const char *name)
{
	for (const struct plot_row *const *row = plots_of_runs; *row; row++)
		if (!strcmp((*row)->kind.name, name))
			return *row;
	fail_msg("there is no plot %s", name);
	return NULL;
}

/* The names of the plots that the runs have data for: "kernels threads". */
static const char *drawn(void)
{
	static char names[256];

	finish_report();
	plot = (struct plot){ .report = &report };
	names[0] = '\0';
	for (const struct plot_row *const *row = plots_of_runs; *row; row++)
		if ((*row)->applies(&plot)) {
			strcat(names, names[0] ? " " : "");
			strcat(names, (*row)->kind.name);
		}
	return names;
}

static void write_with(void (*write)(const struct plot *plot, FILE *file))
{
	size_t size;
	FILE *file;

	free(text);
	file = open_memstream(&text, &size);
	write(&plot, file);
	fclose(file);
}

static void test_kernels(void **state)
{
	const struct plot_row *kernels = find("kernels");

	(void)state;
	add_run("6.1", 2, 0);
	add_run("6.12", 2, 16);
	assert_string_equal(drawn(), "kernels");
	write_with(kernels->write);
	assert_says("set xtics rotate by -30 ('6.1' 0, '6.12' 1)\n");
	assert_says("$d0 << EOD\n0 400 400 400 \"kprobe on 6.1: +400 instructions\"\n"
		    "1 416 416 416 \"kprobe on 6.12: +416 instructions\"\nEOD\n");
	assert_says("with lines lw 2 lc rgb 0xD55E00 dt 1 title 'kprobe'");
	assert_says_not("'none'");
	write_with(kernels->describe);
	assert_string_equal(text, "kprobe: 6.1 +400, 6.12 +416; fentry: 6.1 +100, 6.12 +100 "
				  "instructions.");
}

static void test_backend_that_one_run_lacks(void **state)
{
	(void)state;
	add_run("6.1", 1, 0);
	strcpy(add_run("6.12", 1, 0)->run.plan.backends[1], "gone");
	assert_string_equal(drawn(), "kernels");
	write_with(find("kernels")->describe);
	assert_says("kprobe: 6.1 +400, 6.12 not measured;");
}

static void test_several_units(void **state)
{
	(void)state;
	add_run("6.1", 2, 0);
	make_time(add_run("6.12", 12, 0), 400, 100, 10);
	assert_string_equal(drawn(), "");
}

static void test_runs_that_differ_on_purpose(void **state)
{
	(void)state;
	add_run("6.12", 2, 0);
	strcpy(add_run("6.12", 2, 16)->run.plan.payload, "empty");
	assert_string_equal(drawn(), "runs");
	write_with(find("runs")->write);
	/* No line leads from one to the next. */
	assert_says("with points ps 0.9 ");
	assert_says_not("with lines");
}

static void test_threads(void **state)
{
	(void)state;
	for (unsigned int threads = 1; threads <= 4; threads *= 2) {
		struct report_run *r = add_run("6.12", 12, 0);

		make_time(r, 400, 100, 10);
		r->run.plan.threads = threads;
		for (size_t i = 0; i < r->run.n_trials; i++)
			r->run.trials[i].elapsed_ns = 1000000 * threads;
	}
	assert_string_equal(drawn(), "threads throughput");
	write_with(find("threads")->write);
	assert_says("set xrange [0.5:4.5]");
	write_with(find("throughput")->write);
	assert_says("title 'none'");
	assert_says(
		"$d0 << EOD\n1 1000000 1000000 1000000 \"none on 6.12: 1,000,000 operations per second\"\n2 500000 ");
	write_with(find("throughput")->describe);
	assert_says("none: with 1 thread 1000000, with 2 threads 500000, with 4 threads 250000;");
}

static void test_rates(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct report_run *r = add_run("6.12", 12, 0);

		make_time(r, 400, 100, 10);
		r->run.plan.rate_hz = i ? 1000 : 10;
	}
	assert_string_equal(drawn(), "rate");
	write_with(find("rate")->write);
	assert_says("set logscale x\n");
	assert_says("$d0 << EOD\n10 ");
	/* In both at once, neither is an axis. */
	report_runs[1].run.plan.threads = 2;
	assert_string_equal(drawn(), "runs");
}

static void test_elsewhere(void **state)
{
	static const char *const values[] = { "", "kprobe.multi:10", "kprobe.multi:1000" };
	static const uint64_t functions[] = { 0, 10, 1000 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		struct report_run *r = add_run("6.12", 2, 0);

		strcpy(r->run.plan.elsewhere, values[i]);
		r->run.elsewhere_functions = functions[i];
	}
	assert_string_equal(drawn(), "elsewhere");
	write_with(find("elsewhere")->write);
	assert_says("$d0 << EOD\n0 400 400 400 \"");
	assert_says("\n1000 400 400 400 \"");
	/* One line cannot be of two kinds of hooks. */
	strcpy(report_runs[2].run.plan.elsewhere, "fentry.multi:1000");
	assert_string_equal(drawn(), "runs");
}

/* An axis has no more labels than can be read. */
static void test_many_runs(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < MAX_RUNS; i++) {
		char release[32];

		snprintf(release, sizeof(release), "6.%u", i);
		add_run(release, 1, (int)i);
	}
	assert_string_equal(drawn(), "kernels");
	write_with(find("kernels")->write);
	assert_says("'6.8' 8, '6.9' 9)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_kernels),       on_report(test_backend_that_one_run_lacks),
		on_report(test_several_units), on_report(test_runs_that_differ_on_purpose),
		on_report(test_threads),       on_report(test_rates),
		on_report(test_many_runs),     on_report(test_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
