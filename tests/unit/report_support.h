/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Made-up reports, for the tests of what is written of them. */
#ifndef HOOKBENCH_TESTS_UNIT_REPORT_SUPPORT_H
#define HOOKBENCH_TESTS_UNIT_REPORT_SUPPORT_H

#include "tests/unit/support.h"

#include "report/report.h"

#define MAX_RUNS 10

static struct report report;
static struct report_run report_runs[MAX_RUNS];
static struct report_plot report_plots[5 * MAX_RUNS];
static char *text; /* what was written last */

/* A run of `rounds`; kprobe takes `more` instructions more than make_run says. */
static inline struct report_run *add_run(const char *release, unsigned int rounds, int more)
{
	struct report_run *r = &report_runs[report.n++];

	make_run(&r->run, rounds);
	json_object_set_new(r->run.environment, "kernel_release", json_string(release));
	snprintf(r->label, sizeof(r->label), "%s", release);
	r->path = strdup("results/runs/x");
	for (size_t i = 0; i < r->run.n_trials; i++)
		if (!strcmp(r->run.trials[i].backend, "kprobe"))
			r->run.trials[i].operation.figures.mode += more;
	return r;
}

/* In nanoseconds: overheads of kprobe and fentry, each of `noise` more or less. */
static inline void make_time(struct report_run *r, double kprobe, double fentry, double noise)
{
	r->run.unit = r->run.plan.unit = CLOCK_NANOSECONDS;
	for (size_t i = 0; i < r->run.n_trials; i++) {
		struct trial *t = &r->run.trials[i];
		double shift = ((double)((t->round * 7 + t->position * 3) % 5) - 2) / 2 * noise;

		move_median(t, 2000 + shift +
				       (!strcmp(t->backend, "kprobe")	? kprobe
					: !strcmp(t->backend, "fentry") ? fentry
									: 0));
	}
}

/* Summaries and matrix, as `hookbench report` makes them, of the runs as they are now. */
static inline void finish_report(void)
{
	struct matrix_input inputs[MAX_RUNS];

	matrix__free(&report.matrix);
	report.runs = report_runs;
	report.plots = report_plots;
	report.has_matrix = report.n > 1;
	for (size_t i = 0; i < report.n; i++) {
		summary__make(&report_runs[i].run, &report_runs[i].summary);
		inputs[i] = (struct matrix_input){ .name = report_runs[i].label,
						   .run = &report_runs[i].run };
	}
	if (report.has_matrix)
		assert_int_equal(matrix__make(inputs, report.n, NULL, &report.matrix), 0);
}

static inline int report_setup(void **state)
{
	(void)state;
	memset(&report, 0, sizeof(report));
	return 0;
}

static inline int report_teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < report.n; i++) {
		run__free(&report_runs[i].run);
		free(report_runs[i].path);
	}
	matrix__free(&report.matrix);
	free(text);
	text = NULL;
	return 0;
}

/* `text` is what `write` makes of the report. */
static inline void write_report(void (*write)(const struct report *report, FILE *file))
{
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	finish_report();
	write(&report, file);
	assert_int_equal(fclose(file), 0);
}

static inline void assert_says(const char *words)
{
	if (!strstr(text, words))
		fail_msg("there is no \"%s\" in:\n%s", words, text);
}

static inline void assert_says_not(const char *words)
{
	if (strstr(text, words))
		fail_msg("there is \"%s\": %.200s", words, strstr(text, words));
}

static inline size_t count_of(const char *words)
{
	size_t n = 0;

	for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
		n++;
	return n;
}

#define on_report(function) cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

#endif
