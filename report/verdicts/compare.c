// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/compare.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/json_value.h"
#include "report/figures/rounds.h"
#include "report/figures/summary.h"
#include "report/verdicts/explanation.h"
#include "report/verdicts/severity.h"

const char *verdict__name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_NONE] = "",
		[VERDICT_UNJUDGED] = "",
		[VERDICT_SAME] = "same",
		[VERDICT_NEW] = "newly attaches",
		[VERDICT_IMPROVEMENT] = "improvement",
		[VERDICT_INCONCLUSIVE] = "inconclusive",
		[VERDICT_NOT_COMPARABLE] = "not comparable",
		[VERDICT_REGRESSION] = "regression",
	};

	return names[verdict];
}

struct threshold threshold__default(enum clock_unit unit)
{
	return unit == CLOCK_INSTRUCTIONS ? (struct threshold){ .value = 0 }
					  : (struct threshold){ .value = 5, .is_percent = true };
}

int threshold__parse(const char *text, struct threshold *threshold)
{
	char *end;

	threshold->value = strtod(text, &end);
	threshold->is_percent = *end == '%';
	if (end == text || end[threshold->is_percent] || !(threshold->value >= 0) ||
	    threshold->value > 1e15)
		return -EINVAL;
	return 0;
}

static double threshold__allowed(struct threshold threshold, double base)
{
	return threshold.is_percent ? threshold.value / 100 * fabs(base) : threshold.value;
}

static void require_valid(struct comparison *c, const char *which, const struct summary *summary)
{
	if (summary->n_problems)
		obstacle__add(&c->obstacle, "the %s run is invalid: %.200s", which,
			      summary->problems[0]);
}

/* ---- one backend ---- */

/*
 * What is judged in nanoseconds: the difference of two overheads, with its distribution. One for
 * each row that both runs have.
 */
struct question {
	struct comparison_row *row;
	double allowed; /* the allowed difference of the overheads */
	struct estimate difference;
	enum verdict verdict; /* the one that the data support most */
	double doubt;	      /* that this verdict is right */
};

static void question__find_verdict(struct question *q)
{
	const struct estimate *d = &q->difference;
	const struct {
		enum verdict verdict;
		double doubt;
	} answers[] = {
		{ VERDICT_REGRESSION, estimate__doubt_above(d, q->allowed) },
		{ VERDICT_IMPROVEMENT, estimate__doubt_below(d, -q->allowed) },
		{ VERDICT_SAME, fmax(estimate__doubt_above(d, -q->allowed),
				     estimate__doubt_below(d, q->allowed)) },
	};

	q->doubt = 1;
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++)
		if (answers[i].doubt < q->doubt) {
			q->doubt = answers[i].doubt;
			q->verdict = answers[i].verdict;
		}
}

/* The verdict, given the doubt allowed for it among several questions. */
static void question__answer(struct question *q, double doubt_allowed)
{
	struct comparison_row *row = q->row;
	struct interval interval = estimate__interval(&q->difference, 1 - doubt_allowed);

	row->low = interval.low;
	row->high = interval.high;
	row->smallest_visible = estimate__smallest_visible(&q->difference, 1 - doubt_allowed);
	row->verdict = q->doubt <= doubt_allowed ? q->verdict : VERDICT_INCONCLUSIVE;
	if (!isfinite(row->low))
		snprintf(row->note, sizeof(row->note), "too few rounds for an interval");
	else if (row->verdict == VERDICT_INCONCLUSIVE)
		snprintf(
			row->note, sizeof(row->note),
			"the difference lies between %+.1f and %+.1f, the allowed increase is %.1f, the smallest detectable difference %.1f",
			row->low, row->high, q->allowed, row->smallest_visible);
}

/* The overhead of a measured backend, or the cost of `none`. */
static int estimate_of(const struct run *run, const struct comparison_row *row, struct estimate *e)
{
	struct rounds rounds;
	int err = -ENOMEM;

	*e = (struct estimate){ .value = NAN };
	if (rounds__open(&rounds, run, row->backend, false))
		err = row->is_cost ? rounds__estimate_cost(&rounds, run, e)
				   : rounds__estimate(&rounds, run, trial__cost, e);
	rounds__close(&rounds);
	return err;
}

static void question__ask(struct question *q, struct comparison_row *row, const struct run *base,
			  const struct run *new_run, double allowed)
{
	struct estimate a, b;

	*q = (struct question){ .row = row, .allowed = allowed, .difference.value = NAN };
	if (!estimate_of(new_run, row, &a) && !estimate_of(base, row, &b)) {
		estimate__subtract(&q->difference, &a, &b, base->plan.seed + 1);
		estimate__free(&b);
	}
	estimate__free(&a);
	question__find_verdict(q);
}

/* Judges all backends together: if one of five differs by chance, that is no regression. */
static void judge_estimates(struct comparison *c, const struct run *base, const struct run *new_run,
			    struct threshold threshold)
{
	struct question questions[2 * PLAN_MAX_BACKENDS];
	double doubts[2 * PLAN_MAX_BACKENDS] = { 0 }, allowed[2 * PLAN_MAX_BACKENDS];
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (c->rows[i].verdict != VERDICT_UNJUDGED)
			continue;
		question__ask(&questions[n], &c->rows[i], base, new_run,
			      threshold__allowed(threshold, c->rows[i].base));
		doubts[n] = questions[n].doubt;
		n++;
	}
	estimate__correct(doubts, n, 1 - SUMMARY_CONFIDENCE, allowed);
	for (size_t i = 0; i < n; i++) {
		question__answer(&questions[i], allowed[i]);
		estimate__free(&questions[i].difference);
	}
}

static void judge_counts(struct comparison *c, const struct run *base, struct threshold threshold)
{
	for (size_t i = 0; i < c->n; i++) {
		struct comparison_row *row = &c->rows[i];
		double spread = run__spread(base, row->backend, row->base);
		double allowed = threshold__allowed(threshold, row->base) + spread;

		if (row->verdict != VERDICT_UNJUDGED)
			continue;
		row->low = row->difference - spread;
		row->high = row->difference + spread;
		row->smallest_visible = spread > 1 ? spread : 1;
		row->verdict = row->difference > allowed    ? VERDICT_REGRESSION
			       : row->difference < -allowed ? VERDICT_IMPROVEMENT
							    : VERDICT_SAME;
	}
}

/*
 * The backend was measured in only one run. If the other did not ask for it, or was stopped before
 * it was measured, nothing follows.
 */
static void judge_missing(struct comparison_row *row, bool in_base, const struct run *other)
{
	const struct capability *c = run__capability(other, row->backend);
	const char *which = in_base ? "new" : "base";

	row->verdict = VERDICT_NOT_COMPARABLE;
	if (!c) {
		snprintf(row->note, sizeof(row->note), "the %s run did not include it", which);
	} else if (c->available) {
		snprintf(row->note, sizeof(row->note),
			 "the %s run has no round with it and the backend it is compared with",
			 which);
	} else {
		row->verdict = in_base ? VERDICT_REGRESSION : VERDICT_NEW;
		snprintf(row->note, sizeof(row->note), "it does not attach on the %s kernel: %s",
			 which, c->reason[0] ? c->reason : "the reason is not stored");
	}
}

static void add_row(struct comparison *c, const char *backend, double base, double new_value)
{
	struct comparison_row *row = &c->rows[c->n++];

	snprintf(row->backend, sizeof(row->backend), "%s", backend);
	row->base = base;
	row->new_value = new_value;
	row->difference = new_value - base;
	row->low = row->high = row->smallest_visible = NAN;
	row->percent = base > 0 ? 100 * row->difference / base : NAN;
}

static struct comparison_row *last_row(struct comparison *c)
{
	return &c->rows[c->n - 1];
}

static void add_backend(struct comparison *c, const char *backend, const struct summary_row *base,
			const struct summary_row *new_row, bool judges_none)
{
	add_row(c, backend, base->reference ? base->cost : base->overhead,
		base->reference ? new_row->cost : new_row->overhead);
	last_row(c)->is_cost = base->reference;
	if (!base->reference || judges_none)
		last_row(c)->verdict = VERDICT_UNJUDGED;
}

/* ---- what else differs ---- */

static void add_fact(struct comparison *c, const char *name, const char *base,
		     const char *new_value)
{
	struct comparison_fact *fact = &c->facts[c->n_facts];

	if (!strcmp(base, new_value) || c->n_facts == COMPARISON_FACTS)
		return;
	c->n_facts++;
	snprintf(fact->name, sizeof(fact->name), "%s", name);
	snprintf(fact->base, sizeof(fact->base), "%s", base);
	snprintf(fact->new_value, sizeof(fact->new_value), "%s", new_value);
}

static void format_value(json_t *value, char *text, size_t size)
{
	text[0] = '\0';
	if (json_is_string(value))
		snprintf(text, size, "%s", json_string_value(value));
	else if (json_is_integer(value))
		snprintf(text, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
}

static void add_fact_of(struct comparison *c, const char *prefix, const char *key, json_t *base,
			json_t *new_value)
{
	char name[96], base_text[256], new_text[256];

	snprintf(name, sizeof(name), "%s%s", prefix, key);
	format_value(base, base_text, sizeof(base_text));
	format_value(new_value, new_text, sizeof(new_text));
	add_fact(c, name, base_text, new_text);
}

/* Compares the members of two objects, by the keys of both, including nested objects. */
static void add_facts(struct comparison *c, const char *prefix, json_t *base, json_t *new_value)
{
	const char *key;
	json_t *value;
	char inner[64];

	json_object_foreach (base, key, value) {
		json_t *other = json_object_get(new_value, key);

		snprintf(inner, sizeof(inner), "%s%s.", prefix, key);
		if (json_is_object(value))
			add_facts(c, inner, value, other);
		else
			add_fact_of(c, prefix, key, value, other);
	}
	json_object_foreach (new_value, key, value)
		if (!json_object_get(base, key))
			add_fact_of(c, prefix, key, NULL, value);
}

/* ---- the comparison ---- */

static void finish_rows(struct comparison *c, bool force)
{
	for (size_t i = 0; i < c->n; i++) {
		struct comparison_row *row = &c->rows[i];

		if (c->obstacle.text[0] && !force && row->verdict != VERDICT_NONE)
			row->verdict = VERDICT_NOT_COMPARABLE;
		snprintf(row->verdict_name, sizeof(row->verdict_name), "%s",
			 verdict__name(row->verdict));
		if (row->verdict == VERDICT_REGRESSION)
			snprintf(row->severity, sizeof(row->severity), "%s",
				 severity__name(
					 severity__of(row->difference, row->percent, c->unit)));
		if (row->verdict > c->verdict)
			c->verdict = row->verdict;
	}
}

/* Adds the causes of a regression if both runs contain them. */
static void add_causes(struct comparison *c, const struct run *base, const struct run *new_run)
{
	char causes[sizeof(c->rows[0].note) - 16];

	for (size_t i = 0; i < c->n; i++) {
		struct comparison_row *row = &c->rows[i];

		if (row->verdict != VERDICT_REGRESSION || row->note[0])
			continue;
		explanation__causes(base, new_run, row->backend, causes, sizeof(causes));
		if (causes[0])
			snprintf(row->note, sizeof(row->note), "mainly %s", causes);
	}
}

static unsigned int count_parts(const struct run *run)
{
	return run->n_trials ? run->trials[run->n_trials - 1].part + 1 : 0;
}

static const char *caveat_of(const struct run *base, const struct run *new_run)
{
	if (base->unit == CLOCK_INSTRUCTIONS || (count_parts(base) > 1 && count_parts(new_run) > 1))
		return "";
	return "Only one run per side: the intervals do not include the variation between boots. Compare folders of several runs, each from a separate boot.";
}

static void add_rows(struct comparison *c, const struct run *base, const struct summary *base_rows,
		     const struct run *new_run, const struct summary *new_rows, bool judges_none)
{
	for (size_t i = 0; i < base_rows->n; i++) {
		const struct summary_row *row = &base_rows->rows[i];
		const struct summary_row *other = summary__row(new_rows, row->backend);

		if (row->control)
			continue;
		if (other) {
			add_backend(c, row->backend, row, other, judges_none);
			continue;
		}
		add_row(c, row->backend, row->reference ? row->cost : row->overhead, NAN);
		last_row(c)->is_cost = row->reference;
		if (!row->reference)
			judge_missing(last_row(c), true, new_run);
	}
	for (size_t i = 0; i < new_rows->n; i++) {
		const struct summary_row *row = &new_rows->rows[i];

		if (row->control || summary__row(base_rows, row->backend))
			continue;
		add_row(c, row->backend, NAN, row->reference ? row->cost : row->overhead);
		last_row(c)->is_cost = row->reference;
		if (!row->reference)
			judge_missing(last_row(c), false, base);
	}
}

void compare__make(const struct run *base, const struct run *new_run, struct threshold threshold,
		   bool force, struct comparison *c)
{
	struct summary base_rows, new_rows;

	memset(c, 0, sizeof(*c));
	c->unit = base->unit;
	summary__make(base, &base_rows);
	summary__make(new_run, &new_rows);
	comparable__check(base, new_run, &c->obstacle);
	require_valid(c, "base", &base_rows);
	require_valid(c, "new", &new_rows);
	add_rows(c, base, &base_rows, new_run, &new_rows, threshold.judges_none);
	if (base->unit == CLOCK_INSTRUCTIONS && new_run->unit == CLOCK_INSTRUCTIONS)
		judge_counts(c, base, threshold);
	else
		judge_estimates(c, base, new_run, threshold);
	c->caveat = caveat_of(base, new_run);
	finish_rows(c, force);
	add_causes(c, base, new_run);
	add_fact(c, "target", base->target.symbol, new_run->target.symbol);
	add_facts(c, "", base->environment, new_run->environment);
	add_facts(c, "vm.", base->vm, new_run->vm);
	add_facts(c, "program.", base->programs, new_run->programs);
}

bool comparison_row__is_tie(const struct comparison_row *row)
{
	return row->verdict == VERDICT_SAME &&
	       (row->difference == 0 || (row->low <= 0 && row->high >= 0));
}

const struct comparison_row *compare__row(const struct comparison *c, const char *backend)
{
	for (size_t i = 0; i < c->n; i++)
		if (!strcmp(c->rows[i].backend, backend))
			return &c->rows[i];
	return NULL;
}

/* ---- as data ---- */

const struct field comparison_columns[] = {
	FIELD(comparison_row, backend, "backend", text_or_null, ""),
	FIELD(comparison_row, base, "base_in_unit", difference, "clock"),
	FIELD(comparison_row, new_value, "new_in_unit", difference, "clock"),
	FIELD(comparison_row, difference, "difference_in_unit", difference, "clock"),
	FIELD(comparison_row, low, "difference_low_in_unit", difference, "clock"),
	FIELD(comparison_row, high, "difference_high_in_unit", difference, "clock"),
	FIELD(comparison_row, percent, "difference_percent", difference, "%"),
	FIELD(comparison_row, smallest_visible, "smallest_visible_in_unit", difference, "clock"),
	FIELD(comparison_row, verdict_name, "verdict", text_or_null, ""),
	FIELD(comparison_row, note, "note", text_or_null, ""),
	FIELD(comparison_row, severity, "severity", text_or_null, ""),
	{ .key = NULL },
};

/* Texts of a stored run may be cut within a character: json_value__text repairs that. */
static json_t *fact__to_json(const struct comparison_fact *fact)
{
	return json_pack("{s:o, s:o, s:o}", "name", json_value__text(fact->name), "base",
			 json_value__text(fact->base), "new", json_value__text(fact->new_value));
}

json_t *compare__to_json(const struct comparison *c)
{
	json_t *rows = json_array(), *facts = json_array();

	for (size_t i = 0; i < c->n; i++)
		json_array_append_new(rows, fields__to_json(comparison_columns, &c->rows[i]));
	for (size_t i = 0; i < c->n_facts; i++)
		json_array_append_new(facts, fact__to_json(&c->facts[i]));
	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "unit", clock_unit__name(c->unit),
			 "verdict", verdict__name(c->verdict), "obstacle",
			 json_value__text(c->obstacle.text), "caveat", json_value__text(c->caveat),
			 "rows", rows, "differences", facts);
}
