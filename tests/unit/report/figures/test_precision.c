// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/unit/report_support.h"

#include "report/figures/precision.h"

static struct run *add_time(unsigned int rounds, double noise)
{
	struct report_run *r = add_run("6.12", rounds, 0);

	make_time(r, 400, 100, noise);
	return &r->run;
}

/* Half of the widest interval of a hook. */
static double half_width(const struct run *run)
{
	static struct summary summary;
	double widest = 0;

	summary__make(run, &summary);
	for (size_t i = 0; i < summary.n; i++)
		if (!summary.rows[i].reference)
			widest = fmax(widest, (summary.rows[i].high - summary.rows[i].low) / 2);
	return widest;
}

static void test_in_nanoseconds(void **state)
{
	struct run *run = add_time(12, 20);
	static struct summary summary;
	double half = half_width(run);

	(void)state;
	assert_true(half > 0.5);
	summary__make(run, &summary);
	snprintf(run->plan.precision, sizeof(run->plan.precision), "%.6fns", half * 1.01);
	assert_true(precision__is_reached(run));
	assert_true(precision__is_reached_in(run, &summary));
	snprintf(run->plan.precision, sizeof(run->plan.precision), "%.6fns", half * 0.99);
	assert_false(precision__is_reached(run));
	assert_false(precision__is_reached_in(run, &summary));
}

/* What was reached with histograms is not unreached because they are not stored. */
static void test_without_the_histograms(void **state)
{
	struct run *run = add_time(12, 0);
	static struct summary summary;

	(void)state;
	/* No value has half of all, so that medians are known to less than the clock's step. */
	run->step_ticks = 10;
	for (size_t i = 0; i < run->n_trials; i++) {
		struct histogram_cells *cells = &run->trials[i].operation.cells;
		uint64_t middle = (uint64_t)run->trials[i].operation.figures.p50;
		const struct histogram_cell v[] = { { middle - 10, 300 },
						    { middle, 400 },
						    { middle + 10, 300 } };

		histogram_cells__free(cells);
		*cells = make_cells(true, COUNT_OF(v), v);
	}
	summary__make(run, &summary);
	strcpy(run->plan.precision, "1ns");
	assert_true(precision__is_reached(run));
	run__drop_histograms(run);
	assert_false(precision__is_reached(run));
	assert_true(precision__is_reached_in(run, &summary));
}

/* Of the overhead: fentry's 100 ns ask for more than kprobe's 400. */
static void test_in_per_cent(void **state)
{
	struct run *run = add_time(12, 20);
	static struct summary summary;
	const struct summary_row *fentry;
	double percent;

	(void)state;
	summary__make(run, &summary);
	fentry = summary__row(&summary, "fentry");
	percent = 100 * (fentry->high - fentry->low) / 2 / fentry->overhead;
	snprintf(run->plan.precision, sizeof(run->plan.precision), "%.6f%%", percent * 1.01);
	assert_true(precision__is_reached(run));
	snprintf(run->plan.precision, sizeof(run->plan.precision), "%.6f%%", percent * 0.99);
	assert_false(precision__is_reached(run));
}

static void test_without_interval(void **state)
{
	struct run *run = add_time(2, 20);

	(void)state;
	strcpy(run->plan.precision, "1000000ns");
	assert_false(precision__is_reached(run));
}

static void test_no_precision_is_always_reached(void **state)
{
	struct run *run = add_time(2, 2000);

	(void)state;
	assert_true(precision__is_reached(run));
	assert_false(precision__is_enough(run)); /* but not before so many rounds */
}

/* What this kernel cannot do is not waited for. */
static void test_backend_that_is_missing(void **state)
{
	struct run *run = add_time(12, 20);

	(void)state;
	snprintf(run->plan.precision, sizeof(run->plan.precision), "%.6fns",
		 half_width(run) * 1.01);
	for (size_t i = 0; i < run->n_trials; i++)
		if (!strcmp(run->trials[i].backend, "kprobe"))
			strcpy(run->trials[i].backend, "gone");
	assert_true(precision__is_reached(run));
}

/* The trials of the first so many rounds. */
static void cut(struct run *run, unsigned int rounds)
{
	size_t n = 0;

	while (n < run->n_trials && run->trials[n].round <= rounds)
		n++;
	for (size_t i = n; i < run->n_trials; i++) {
		histogram_cells__free(&run->trials[i].operation.cells);
		histogram_cells__free(&run->trials[i].beside.cells);
	}
	run->n_trials = n;
}

/* Asked at 10, 11, ..., 19, then at every second round, then at every third. */
static void test_when_it_is_asked(void **state)
{
	static const struct {
		unsigned int rounds;
		bool asked;
	} rows[] = { { 32, false }, { 30, true }, { 29, false }, { 22, true }, { 21, false },
		     { 20, true },  { 19, true }, { 11, true },	 { 10, true }, { 9, false } };
	struct run *run = add_time(32, 0);

	(void)state;
	strcpy(run->plan.precision, "100ns");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cut(run, rows[i].rounds);
		assert_true(precision__is_reached(run));
		assert_int_equal(precision__is_enough(run), rows[i].asked);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_report(test_in_nanoseconds),
		on_report(test_without_the_histograms),
		on_report(test_in_per_cent),
		on_report(test_without_interval),
		on_report(test_no_precision_is_always_reached),
		on_report(test_backend_that_is_missing),
		on_report(test_when_it_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
