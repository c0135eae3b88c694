// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/summary.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- one backend's trials ---- */

/* The trials of one row, at most one a round. */
struct group {
	size_t n;
	const struct trial **trials;
	double *scratch;   /* n values, for whatever is being summarised */
	double *overheads; /* n values, sorted */
};

/* The plan names the backend that the others are compared with first. */
static const char *reference_of(const struct run *run)
{
	return run->plan.backends[0];
}

/* One figure of a trial, in the clock's unit or in nanoseconds as its name says. */
typedef double (*trial_value)(const struct trial *trial, enum clock_unit unit);

static double trial__cost(const struct trial *t, enum clock_unit unit)
{
	const struct figures *f = &t->operation.figures;

	return unit == CLOCK_INSTRUCTIONS ? f->mode : f->p50;
}

static double trial__beside(const struct trial *t, enum clock_unit unit)
{
	const struct figures *f = &t->beside.figures;

	if (!f->count)
		return NAN;
	return unit == CLOCK_INSTRUCTIONS ? f->mode : f->p50;
}

#define TRIAL_VALUE(name, expression)                                            \
	static double trial__##name(const struct trial *t, enum clock_unit unit) \
	{                                                                        \
		(void)unit;                                                      \
		return (double)(expression);                                     \
	}

TRIAL_VALUE(p50, t->operation.figures.p50)
TRIAL_VALUE(p99, t->operation.figures.p99)
TRIAL_VALUE(p999, t->operation.figures.p999)
TRIAL_VALUE(attach_ns, t->attach_ns == COUNT_UNKNOWN ? NAN : (double)t->attach_ns)
TRIAL_VALUE(detach_ns, t->detach_ns == COUNT_UNKNOWN ? NAN : (double)t->detach_ns)

static const struct trial *find_reference(const struct run *run, unsigned int round)
{
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		if (t->round == round && !t->control && !strcmp(t->backend, reference_of(run)))
			return t;
	}
	return NULL;
}

static bool group__open(struct group *g, const struct run *run, const char *backend, bool control)
{
	g->n = 0;
	g->trials = calloc(run->n_trials + 1, sizeof(const struct trial *));
	g->scratch = calloc(run->n_trials + 1, sizeof(*g->scratch));
	g->overheads = calloc(run->n_trials + 1, sizeof(*g->overheads));
	if (!g->trials || !g->scratch || !g->overheads)
		return false;
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i], *reference;

		if (t->control != control || strcmp(t->backend, backend) != 0)
			continue;
		reference = find_reference(run, t->round);
		if (!reference)
			continue;
		g->overheads[g->n] = trial__cost(t, run->unit) - trial__cost(reference, run->unit);
		g->trials[g->n++] = t;
	}
	gsl_sort(g->overheads, 1, g->n);
	return g->n > 0;
}

static void group__close(struct group *g)
{
	free(g->trials);
	free(g->scratch);
	free(g->overheads);
}

static double group__median(struct group *g, const struct run *run, trial_value value)
{
	for (size_t i = 0; i < g->n; i++) {
		g->scratch[i] = value(g->trials[i], run->unit);
		if (isnan(g->scratch[i]))
			return NAN; /* NAN has no place in an order */
	}
	gsl_sort(g->scratch, 1, g->n);
	return gsl_stats_median_from_sorted_data(g->scratch, 1, g->n);
}

/* More hits than the operations make; fewer are a loss, and no reason to count less elsewhere. */
static int64_t foreign_hits(const struct trial *t)
{
	if (t->hits == COUNT_UNKNOWN || t->expected_hits == COUNT_UNKNOWN)
		return COUNT_UNKNOWN;
	return t->hits > t->expected_hits ? t->hits - t->expected_hits : 0;
}

static void row__sum_counts(struct summary_row *row, const struct group *g)
{

	for (size_t i = 0; i < g->n; i++) {
		const struct trial *t = g->trials[i];

		row->operations += t->operations;
		row->hits = count__sum(row->hits, t->hits);
		row->missed = count__sum(row->missed, t->missed);
		row->recursion = count__sum(row->recursion, t->recursion);
		row->foreign_hits = count__sum(row->foreign_hits, foreign_hits(t));
		disturbance__add(&row->disturbance, &t->disturbance);
		if (t->operation.figures.max > row->max)
			row->max = t->operation.figures.max;
	}
}

/*
 * A confidence interval of the median that assumes nothing of the distribution: from the k-th
 * smallest to the k-th largest of n values. It misses the median if fewer than k values lie on one
 * side of it, which has the probability 2 P(B < k), B binomial with n and 1/2.
 */
static void row__set_interval(struct summary_row *row, const struct group *g)
{
	unsigned int n = (unsigned int)g->n, k = 0;

	while (k < n / 2 && 2 * gsl_cdf_binomial_P(k, 0.5, n) <= 1 - SUMMARY_CONFIDENCE)
		k++;
	row->low = k ? g->overheads[k - 1] : NAN;
	row->high = k ? g->overheads[n - k] : NAN;
}

/* The figures of a row that are medians over its trials. */
static const struct {
	size_t offset;
	trial_value value;
} medians[] = {
	{ offsetof(struct summary_row, cost), trial__cost },
	{ offsetof(struct summary_row, beside), trial__beside },
	{ offsetof(struct summary_row, p50), trial__p50 },
	{ offsetof(struct summary_row, p99), trial__p99 },
	{ offsetof(struct summary_row, p999), trial__p999 },
	{ offsetof(struct summary_row, attach_ns), trial__attach_ns },
	{ offsetof(struct summary_row, detach_ns), trial__detach_ns },
};

static bool row__make(struct summary_row *row, const struct run *run, const char *backend,
		      bool control)
{
	struct group g;
	bool measured = group__open(&g, run, backend, control);

	memset(row, 0, sizeof(*row));
	if (measured) {
		snprintf(row->backend, sizeof(row->backend), "%s", backend);
		row->control = control;
		row->reference = !strcmp(backend, reference_of(run));
		row->rounds = (unsigned int)g.n;
		for (size_t i = 0; i < sizeof(medians) / sizeof(*medians); i++)
			*(double *)((char *)row + medians[i].offset) =
				group__median(&g, run, medians[i].value);
		row->overhead = gsl_stats_median_from_sorted_data(g.overheads, 1, g.n);
		row->low = g.overheads[0];
		row->high = g.overheads[g.n - 1];
		if (run->unit == CLOCK_NANOSECONDS)
			row__set_interval(row, &g);
		row__sum_counts(row, &g);
	}
	group__close(&g);
	return measured;
}

/* ---- what makes a run invalid ---- */

static void __attribute__((format(printf, 2, 3)))
summary__add_problem(struct summary *s, const char *format, ...)
{
	va_list args;

	if (s->n_problems < SUMMARY_PROBLEMS) {
		va_start(args, format);
		vsnprintf(s->problems[s->n_problems], sizeof(s->problems[0]), format, args);
		va_end(args);
	}
	s->n_problems++;
}

static void summary__check_trials(struct summary *s, const struct run *run)
{
	char problem[128];

	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		trial__problem(t, run->unit, problem, sizeof(problem));
		if (problem[0])
			summary__add_problem(s, "%s%s, round %u: %s", t->backend,
					     t->control ? " (control)" : "", t->round, problem);
	}
}

static void summary__check_rows(struct summary *s, const struct run *run)
{
	const char *unit = clock_unit__name(run->unit);

	for (size_t i = 0; i < s->n; i++) {
		const struct summary_row *r = &s->rows[i];

		if (r->control && (r->low > 0 || r->high < 0))
			summary__add_problem(
				s,
				"the control, a second none, differs from the first by "
				"%g to %g %s: something other than the hooks changed "
				"between trials",
				r->low, r->high, unit);
		else if (run->unit == CLOCK_INSTRUCTIONS && r->low != r->high)
			summary__add_problem(s,
					     "%s%s: its overhead differs between rounds, %g to %g "
					     "instructions",
					     r->backend, r->control ? " (control)" : "", r->low,
					     r->high);
	}
}

/* ---- the summary ---- */

bool summary_row__is_difference(const struct summary_row *row, enum clock_unit unit)
{
	/* NAN compares as false: without an interval nothing is supported. */
	return unit == CLOCK_INSTRUCTIONS ? row->overhead != 0 : row->low > 0 || row->high < 0;
}

static bool is_comparable(const struct summary_row *row, enum clock_unit unit)
{
	return !row->reference && row->overhead > 0 && summary_row__is_difference(row, unit);
}

static void summary__compare_with_cheapest(struct summary *s, enum clock_unit unit)
{
	double cheapest = INFINITY;

	for (size_t i = 0; i < s->n; i++)
		if (is_comparable(&s->rows[i], unit))
			cheapest = fmin(cheapest, s->rows[i].overhead);
	for (size_t i = 0; i < s->n; i++) {
		struct summary_row *r = &s->rows[i];

		r->times_cheapest = is_comparable(r, unit) ? r->overhead / cheapest : NAN;
	}
}

void summary__make(const struct run *run, struct summary *s)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < run->plan.n_backends; i++) {
		const char *backend = run->plan.backends[i];

		if (row__make(&s->rows[s->n], run, backend, false))
			s->n++;
		if (i == 0 && row__make(&s->rows[s->n], run, backend, true))
			s->n++;
	}
	summary__compare_with_cheapest(s, run->unit);
	summary__check_trials(s, run);
	summary__check_rows(s, run);
}

const struct summary_row *summary__row(const struct summary *s, const char *backend)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->rows[i].control && !strcmp(s->rows[i].backend, backend))
			return &s->rows[i];
	return NULL;
}

/* ---- as a table ---- */

#define COLUMN(name, type, member)                               \
	{                                                        \
		name, type, offsetof(struct summary_row, member) \
	}

#define DISTURBANCE_COLUMN(name, words, share) COLUMN(#name, COLUMN_COUNT, disturbance.name),

const struct column summary_columns[] = {
	COLUMN("backend", COLUMN_TEXT, backend),
	COLUMN("reference", COLUMN_BOOL, reference),
	COLUMN("control", COLUMN_BOOL, control),
	COLUMN("rounds", COLUMN_UINT, rounds),
	COLUMN("operations", COLUMN_UINT64, operations),
	COLUMN("cost_in_unit", COLUMN_NUMBER, cost),
	COLUMN("overhead_in_unit", COLUMN_NUMBER, overhead),
	COLUMN("overhead_low_in_unit", COLUMN_NUMBER, low),
	COLUMN("overhead_high_in_unit", COLUMN_NUMBER, high),
	COLUMN("times_cheapest_ratio", COLUMN_NUMBER, times_cheapest),
	COLUMN("p50_in_unit", COLUMN_NUMBER, p50),
	COLUMN("p99_in_unit", COLUMN_NUMBER, p99),
	COLUMN("p999_in_unit", COLUMN_NUMBER, p999),
	COLUMN("max_in_unit", COLUMN_NUMBER, max),
	COLUMN("beside_in_unit", COLUMN_NUMBER, beside),
	COLUMN("hits", COLUMN_COUNT, hits),
	COLUMN("foreign_hits", COLUMN_COUNT, foreign_hits),
	COLUMN("missed_hits", COLUMN_COUNT, missed),
	COLUMN("recursion_misses", COLUMN_COUNT, recursion),
	DISTURBANCES(DISTURBANCE_COLUMN) COLUMN("attach_ns", COLUMN_NUMBER, attach_ns),
	COLUMN("detach_ns", COLUMN_NUMBER, detach_ns),
	{ NULL, COLUMN_TEXT, 0 },
};

json_t *summary__to_json(const struct summary *s)
{
	json_t *rows = json_array(), *problems = json_array();

	for (size_t i = 0; i < s->n; i++)
		json_array_append_new(rows, columns__to_json(summary_columns, &s->rows[i]));
	for (size_t i = 0; i < s->n_problems && i < SUMMARY_PROBLEMS; i++)
		json_array_append_new(problems, json_string(s->problems[i]));
	return json_pack("{s:b, s:I, s:o, s:o}", "valid", !s->n_problems, "problem_count",
			 (json_int_t)s->n_problems, "problems", problems, "rows", rows);
}
