// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/summary.h"

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/figures/rounds.h"
#include "report/figures/seen_disturbances.h"

/* ---- one backend's trials ---- */

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

TRIAL_VALUE(p90, t->operation.figures.p90)
TRIAL_VALUE(p50, t->operation.figures.p50)
TRIAL_VALUE(p99, t->operation.figures.p99)
TRIAL_VALUE(p999, t->operation.figures.p999)
TRIAL_VALUE(attach_ns, t->attach_ns == COUNT_UNKNOWN ? NAN : (double)t->attach_ns)
TRIAL_VALUE(detach_ns, t->detach_ns == COUNT_UNKNOWN ? NAN : (double)t->detach_ns)

/* An emulated CPU's clock that counts instructions does not give operations per second. */
TRIAL_VALUE(operations_per_second, unit == CLOCK_INSTRUCTIONS || !t->elapsed_ns
					   ? NAN
					   : (double)t->operations * 1e9 / (double)t->elapsed_ns)

static double per_operation(const struct trial *t, int64_t count)
{
	return count == COUNT_UNKNOWN || !t->operations ? NAN
							: (double)count / (double)t->operations;
}

#define COUNTER_VALUE(name) TRIAL_VALUE(name, per_operation(t, t->counters.name))
COUNTERS(COUNTER_VALUE)

static void row__sum_counts(struct summary_row *row, const struct run *run, const struct rounds *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct trial *t = r->trials[i];

		row->operations = (uint64_t)maybe_count__sum((int64_t)row->operations,
							     (int64_t)t->operations);
		row->hits = maybe_count__sum(row->hits, t->hits);
		row->missed = maybe_count__sum(row->missed, t->missed);
		row->recursion = maybe_count__sum(row->recursion, t->recursion);
		row->foreign_hits = maybe_count__sum(row->foreign_hits, run__foreign_hits(run, t));
		disturbance__add(&row->disturbance, &t->disturbance);
		if (t->operation.figures.max > row->max)
			row->max = t->operation.figures.max;
	}
}

/* The members of a row that are medians over its trials. */
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
	{ offsetof(struct summary_row, operations_per_second), trial__operations_per_second },
#define COUNTER_MEDIAN(name) { offsetof(struct summary_row, per_operation.name), trial__##name },
	COUNTERS(COUNTER_MEDIAN)
#undef COUNTER_MEDIAN
};

/*
 * Holm's correction demands this much of the first of several hooks. The control is judged alone.
 */
static double confidence_each(const struct run *run, const struct summary_row *row)
{
	size_t hooks = 0;

	for (size_t i = 1; i < run->n_capabilities; i++)
		hooks += run->capabilities[i].available;
	return row->control || !hooks ? SUMMARY_CONFIDENCE
				      : 1 - (1 - SUMMARY_CONFIDENCE) / (double)hooks;
}

/*
 * In instructions, all rounds must agree, and their range shows whether they do. Nanoseconds are
 * estimated.
 */
static void row__set_overhead(struct summary_row *row, const struct rounds *r,
			      const struct run *run)
{
	bool exact = run->unit == CLOCK_INSTRUCTIONS;
	struct interval interval = rounds__range(r, run->unit, trial__cost);
	struct estimate e;

	row->overhead = row->low = row->high = row->smallest_visible = NAN;
	row->doubt = 1;
	if (exact && interval.low == interval.high) {
		row->overhead = row->low = row->high = interval.low;
		row->smallest_visible = 1;
		row->doubt = interval.low == 0;
		return;
	}
	if (rounds__estimate(r, run, trial__cost, &e))
		return;
	row->overhead = e.value;
	if (exact) {
		row->doubt = e.value == 0;
	} else {
		interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
		row->doubt = fmin(estimate__doubt_above(&e, 0), estimate__doubt_below(&e, 0));
		row->smallest_visible = estimate__smallest_visible(&e, confidence_each(run, row));
	}
	row->low = interval.low;
	row->high = interval.high;
	estimate__free(&e);
}

/* In exact mode, means and tails only show the kernel's other work. */
static void row__set_shift(struct summary_row *row, const struct rounds *r, const struct run *run)
{
	static const trial_value values[SUMMARY_SHIFTS] = { trial__mean, trial__p90, trial__p99 };

	for (size_t i = 0; i < SUMMARY_SHIFTS; i++) {
		struct estimate e = { .value = NAN };

		if (run->unit == CLOCK_NANOSECONDS && i == SUMMARY_FASTEST)
			rounds__estimate_fastest(r, run, &e);
		else if (run->unit == CLOCK_NANOSECONDS)
			rounds__estimate(r, run, values[i], &e);
		row->shift[i].value = e.value;
		row->shift[i].interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
		estimate__free(&e);
	}
}

/* The twin's own row has the interval of the dispatch. */
static void row__set_parts(struct summary_row *row, const struct run *run)
{
	const struct plan_program *program = plan__program(&run->plan, row->backend, false);
	struct summary_row dispatch = { .control = false }, body = { .control = false };
	struct rounds r;

	row->dispatch = row->body = row->body_low = row->body_high = NAN;
	if (!program || !program->twin[0])
		return;
	if (rounds__open(&r, run, program->twin, false)) {
		row__set_overhead(&dispatch, &r, run);
		row->dispatch = dispatch.overhead;
	}
	rounds__close(&r);
	if (rounds__open_pair(&r, run, row->backend, program->twin)) {
		row__set_overhead(&body, &r, run);
		row->body = body.overhead;
		row->body_low = body.low;
		row->body_high = body.high;
	}
	rounds__close(&r);
}

static void row__set_per_hit(struct summary_row *row, const struct run *run)
{
	const struct capability *c = run__capability(run, row->backend);

	row->hits_per_command = row->overhead_per_hit = NAN;
	if (!plan__is_macro(&run->plan) || row->reference || !c || c->command_hits == COUNT_UNKNOWN)
		return;
	row->hits_per_command = (double)c->command_hits;
	if (c->command_hits)
		row->overhead_per_hit = row->overhead / row->hits_per_command;
}

static bool row__make(struct summary_row *row, const struct run *run, const char *backend,
		      bool control)
{
	struct rounds r;
	bool measured = rounds__open(&r, run, backend, control);

	memset(row, 0, sizeof(*row));
	if (measured) {
		snprintf(row->backend, sizeof(row->backend), "%s", backend);
		row->control = control;
		row->reference = !strcmp(backend, run__reference(run));
		row->twin = plan__program(&run->plan, backend, true);
		row->rounds = (unsigned int)r.n;
		for (size_t i = 0; i < sizeof(medians) / sizeof(*medians); i++)
			*(double *)((char *)row + medians[i].offset) =
				rounds__median(&r, run->unit, medians[i].value);
		row__set_overhead(row, &r, run);
		row__set_shift(row, &r, run);
		row__sum_counts(row, run, &r);
		row__set_per_hit(row, run);
		row__set_parts(row, run);
	}
	rounds__close(&r);
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

		trial__problem(t, &run->plan, run__capability(run, t->backend), problem,
			       sizeof(problem));
		if (problem[0])
			summary__add_problem(s, "%s%s, round %u: %s", t->backend,
					     t->control ? " (control)" : "", t->round, problem);
	}
}

/*
 * Where operations may take several lengths, the shortest that is common is found only with enough
 * of them.
 */
static const char *advice_on_cycles(const struct run *run, const char *backend)
{
	const struct capability *c = run__capability(run, backend);

	return run->unit == CLOCK_INSTRUCTIONS && c && c->varies[0]
		       ? "; its operations vary in length: use more --cycles"
		       : "";
}

static void summary__check_control(struct summary *s, const struct run *run,
				   const struct summary_row *r)
{
	const char *causes = "";
	struct seen_disturbances watched;
	char seen[300];

	seen_disturbances__list(run, &watched);
	seen_disturbances__add_settings(run, &watched);
	seen_disturbances__join(&watched, seen, sizeof(seen));
	if (seen[0])
		causes = "; likely causes seen: ";
	else if (run->unit == CLOCK_NANOSECONDS)
		causes = "; no known disturbance was seen";
	summary__add_problem(
		s,
		"the control (a second none) differs from none by %g to %g %s: something other than the hooks changed between trials%s%s%s",
		r->low, r->high, clock_unit__name(run->unit), causes, seen,
		advice_on_cycles(run, r->backend));
}

/* The kernel drops a clock source that drifts, but values measured before that are wrong too. */
static void summary__check_clock(struct summary *s, const struct run *run)
{
	const char *end =
		json_string_value(json_object_get(run->environment, "clock_source_at_end"));
	json_int_t suspended =
		json_integer_value(json_object_get(run->environment, "suspended_ns"));

	if (suspended > 0)
		summary__add_problem(s, "the machine was suspended for %.1f s during the run",
				     (double)suspended / 1e9);
	if (end)
		summary__add_problem(
			s, "the kernel replaced the clock source %s by %s: the clock is unstable",
			json_string_value(json_object_get(run->environment, "clock_source")), end);
}

/* Every round has both, but one that was stopped, or a stored run that was edited. */
static void summary__check_completeness(struct summary *s, const struct run *run)
{
	const char *reference = run__reference(run);
	bool has_control = false;

	for (size_t i = 0; i < s->n; i++)
		has_control |= s->rows[i].control;
	if (!run->n_trials || has_control)
		return;
	if (!summary__row(s, reference))
		summary__add_problem(s,
				     "there is no trial of %s, with which the others are compared",
				     reference);
	else
		summary__add_problem(
			s,
			"there is no control (a second %s): nothing shows that only the hooks changed between trials",
			reference);
}

static void summary__check_rows(struct summary *s, const struct run *run)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct summary_row *r = &s->rows[i];
		double spread = run->unit == CLOCK_INSTRUCTIONS
					? run__spread(run, r->backend, r->overhead)
					: 0;

		if (r->control && (r->low > spread || r->high < -spread))
			summary__check_control(s, run, r);
		else if (run->unit == CLOCK_INSTRUCTIONS && r->high - r->low > spread)
			summary__add_problem(
				s,
				"%s%s: its overhead differs between rounds, %g to %g instructions%s",
				r->backend, r->control ? " (control)" : "", r->low, r->high,
				advice_on_cycles(run, r->backend));
	}
}

/* ---- the summary ---- */

/* Tests each hook for a difference. The answers are corrected together. */
static void summary__judge_differences(struct summary *s)
{
	double doubts[SUMMARY_MAX_ROWS] = { 0 }, allowed[SUMMARY_MAX_ROWS];
	struct summary_row *hooks[SUMMARY_MAX_ROWS];
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (s->rows[i].reference)
			continue;
		hooks[n] = &s->rows[i];
		doubts[n++] = s->rows[i].doubt;
	}
	estimate__correct(doubts, n, 1 - SUMMARY_CONFIDENCE, allowed);
	for (size_t i = 0; i < n; i++)
		hooks[i]->differs = doubts[i] <= allowed[i];
	/* The control is tested alone. */
	for (size_t i = 0; i < s->n; i++)
		if (s->rows[i].control)
			s->rows[i].differs = s->rows[i].low > 0 || s->rows[i].high < 0;
}

static bool is_comparable(const struct summary_row *row)
{
	return !row->reference && !row->twin && row->overhead > 0 && row->differs;
}

static void summary__compare_with_cheapest(struct summary *s)
{
	double cheapest = INFINITY;

	for (size_t i = 0; i < s->n; i++)
		if (is_comparable(&s->rows[i]))
			cheapest = fmin(cheapest, s->rows[i].overhead);
	for (size_t i = 0; i < s->n; i++) {
		struct summary_row *r = &s->rows[i];

		r->times_cheapest = is_comparable(r) ? r->overhead / cheapest : NAN;
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
	summary__judge_differences(s);
	summary__compare_with_cheapest(s);
	summary__check_completeness(s, run);
	summary__check_trials(s, run);
	summary__check_rows(s, run);
	summary__check_clock(s, run);
}

bool summary__hides(const struct summary *s, const struct summary_row *row)
{
	return row->control && !s->n_problems && !row->differs && isfinite(row->low) &&
	       isfinite(row->high);
}

const struct summary_row *summary__row(const struct summary *s, const char *backend)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->rows[i].control && !strcmp(s->rows[i].backend, backend))
			return &s->rows[i];
	return NULL;
}

/* A kprobe costs 50 to 100 ns on hardware, and a command's runs vary by a per cent or more. */
#define NOISY_NS    50
#define NOISY_SHARE 0.01

double summary_row__left_open(const struct summary_row *row)
{
	return fmax(fabs(row->low), fabs(row->high));
}

bool summary_row__is_noisy(const struct summary_row *row)
{
	return !row->differs &&
	       summary_row__left_open(row) > fmax(NOISY_NS, NOISY_SHARE * row->cost);
}

bool summary__visible(const struct summary *summary, double *least, double *most)
{
	*least = INFINITY;
	*most = 0;
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];

		if (row->reference || !isfinite(row->smallest_visible))
			continue;
		*least = fmin(*least, row->smallest_visible);
		*most = fmax(*most, row->smallest_visible);
	}
	return isfinite(*least);
}
