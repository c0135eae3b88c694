// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/answer.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/number.h"
#include "report/document/across_runs.h"
#include "report/document/sentence.h"
#include "report/figures/format.h"

/* ---- one run ---- */

/* The hooks of a run, cheapest first. */
struct hooks {
	size_t n;
	const struct summary_row *rows[SUMMARY_MAX_ROWS];
};

/* A twin is a part of its program's cost. */
static bool any(const struct summary_row *row)
{
	return !row->reference && !row->twin;
}

static bool costs_something(const struct summary_row *row)
{
	return any(row) && row->differs && row->overhead > 0;
}

static bool costs_less_than_none(const struct summary_row *row)
{
	return any(row) && row->differs && row->overhead <= 0;
}

static bool is_unknown(const struct summary_row *row)
{
	return any(row) && !isfinite(row->low);
}

static bool excludes_zero(const struct summary_row *row)
{
	return row->low > 0 || row->high < 0;
}

/* It differs if tested alone, but several hooks were tested at once. */
static bool is_unsure(const struct summary_row *row)
{
	return any(row) && !row->differs && isfinite(row->low) && excludes_zero(row);
}

static bool is_like_none(const struct summary_row *row)
{
	return any(row) && !row->differs && isfinite(row->low) && !excludes_zero(row);
}

static void hooks__add(struct hooks *hooks, const struct summary_row *row)
{
	size_t at = hooks->n++;

	for (; at && hooks->rows[at - 1]->overhead > row->overhead; at--)
		hooks->rows[at] = hooks->rows[at - 1];
	hooks->rows[at] = row;
}

static void hooks__find(struct hooks *hooks, const struct summary *summary,
			bool (*which)(const struct summary_row *row))
{
	hooks->n = 0;
	for (size_t i = 0; i < summary->n; i++)
		if (which(&summary->rows[i]))
			hooks__add(hooks, &summary->rows[i]);
}

static void say_names(struct sentence *s, const struct hooks *hooks)
{
	for (size_t i = 0; i < hooks->n; i++)
		sentence__say(s, "%s%s", sentence__comma(i, hooks->n), hooks->rows[i]->backend);
}

/* "144 instructions", "86 ns [77 to 92, 95 % confidence]" */
static void say_amount(struct sentence *s, const struct run *run, const struct summary_row *row)
{
	char value[CELL_SIZE], low[CELL_SIZE], high[CELL_SIZE];

	format__grouped(value, row->overhead, false);
	sentence__say(s, "%s %s", value, format__unit(run));
	if (run->unit == CLOCK_INSTRUCTIONS)
		return;
	format__grouped(low, row->low, false);
	format__grouped(high, row->high, false);
	sentence__say(s, " [%s to %s, %.0f %% confidence]", low, high, 100 * SUMMARY_CONFIDENCE);
}

/* With more, the sentence would become a table, and there is one below it anyway. */
#define MOST_RATIOS 4

/* ", fexit 1.42 and kprobe 2.59 times as many" */
static void say_ratios(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	const char *times = run->unit == CLOCK_INSTRUCTIONS ? "times as many" : "times as much";
	size_t first = hooks->n - 1 > MOST_RATIOS ? hooks->n - 1 : 1;
	char ratio[CELL_SIZE];

	if (hooks->n < 2)
		return;
	sentence__say(s, first > 1 ? ", the most expensive of the others, " : ", ");
	for (size_t i = first; i < hooks->n; i++) {
		format__ratio(ratio, hooks->rows[i]->times_cheapest);
		sentence__say(s, "%s%s%s %s", sentence__comma(i - first, hooks->n - first),
			      hooks->rows[i]->backend, first > 1 ? "," : "", ratio);
	}
	sentence__say(s, " %s", times);
}

/*
 * "fentry and tp do not differ from none (an overhead of 12 ns would be detected)", or "the run is
 * too noisy to tell fentry from none (only an overhead of 900 ns would be detected)".
 */
static void say_like_none(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	double visible = 0;
	char cell[CELL_SIZE];
	bool noisy = false;

	for (size_t i = 0; i < hooks->n && run->unit != CLOCK_INSTRUCTIONS; i++) {
		visible = fmax(visible, hooks->rows[i]->smallest_visible);
		noisy |= summary_row__is_noisy(hooks->rows[i]);
	}
	sentence__say(s, "%s", noisy ? "the run is too noisy to tell " : "");
	say_names(s, hooks);
	sentence__say(s, "%s",
		      noisy	      ? " from none"
		      : hooks->n == 1 ? " does not differ from none"
				      : " do not differ from none");
	if (!(visible > 0))
		return;
	format__grouped(cell, visible, false);
	sentence__say(s, " (%san overhead of %s %s would be detected)", noisy ? "only " : "", cell,
		      format__unit(run));
}

static void say_unsure(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	(void)run;
	say_names(s, hooks);
	sentence__say(s, " seem%s to make a difference, which only more rounds can confirm",
		      hooks->n == 1 ? "s" : "");
}

static void say_less(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	for (size_t i = 0; i < hooks->n; i++) {
		sentence__say(s, "%s%s differs by ", sentence__comma(i, hooks->n),
			      hooks->rows[i]->backend);
		say_amount(s, run, hooks->rows[i]);
	}
	sentence__say(s, " from none");
}

/* Of a user's program: " (310 for its hooks, 5,000 for its body)" */
static void say_parts(struct sentence *s, const struct summary_row *row)
{
	char dispatch[CELL_SIZE], body[CELL_SIZE];

	if (!isfinite(row->dispatch) || !isfinite(row->body))
		return;
	format__grouped(dispatch, row->dispatch, false);
	format__grouped(body, row->body, false);
	sentence__say(s, " (%s for its hooks, %s for its body)", dispatch, body);
}

static void say_costs(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	sentence__say(s, "%s costs ", hooks->rows[0]->backend);
	say_amount(s, run, hooks->rows[0]);
	sentence__say(s, " a call");
	say_parts(s, hooks->rows[0]);
	say_ratios(s, run, hooks);
}

static void say_unknown(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	unsigned int rounds = run__count_rounds(run);

	sentence__say(s, "%u round%s %s too few to measure what ", rounds, number__s(rounds),
		      rounds == 1 ? "is" : "are");
	say_names(s, hooks);
	sentence__say(s, " cost%s (at least %d are needed)", hooks->n == 1 ? "s" : "",
		      ESTIMATE_MIN_ROUNDS);
}

static void say_no_hook(struct sentence *s, const struct run *run, const struct summary *summary)
{
	char cost[CELL_SIZE];

	if (!summary->n) {
		sentence__say(s, "nothing was measured");
		return;
	}
	format__grouped(cost, summary->rows[0].cost, false);
	sentence__say(s, "%s %s takes %s %s; no hook was measured",
		      plan__is_macro(&run->plan) ? "the command" : "an operation of",
		      plan__subject(&run->plan), cost, format__unit(run));
}

/* The clauses of the sentence, in this order, each about the hooks for which it is true. */
static const struct {
	bool (*which)(const struct summary_row *row);
	void (*say)(struct sentence *s, const struct run *run, const struct hooks *hooks);
} clauses[] = {
	{ is_unknown, say_unknown },	    { costs_something, say_costs },
	{ costs_less_than_none, say_less }, { is_like_none, say_like_none },
	{ is_unsure, say_unsure },
};

static void say_run(struct sentence *s, const struct report_run *r)
{
	const char *release =
		json_string_value(json_object_get(r->run.environment, "kernel_release"));
	struct hooks hooks;
	size_t n = 0;

	if (r->summary.n_problems) {
		sentence__say(s, "This run is invalid; do not rely on its numbers: %s.",
			      r->summary.problems[0]);
		return;
	}
	sentence__say(s, "On %s, ", release ? release : "an unknown kernel");
	for (size_t i = 0; i < sizeof(clauses) / sizeof(*clauses); i++) {
		hooks__find(&hooks, &r->summary, clauses[i].which);
		if (!hooks.n)
			continue;
		sentence__say(s, "%s", n++ ? "; " : "");
		clauses[i].say(s, &r->run, &hooks);
	}
	if (!n)
		say_no_hook(s, &r->run, &r->summary);
	sentence__say(s, ".");
}

/* ---- several runs ---- */

/* The rows with one verdict. */
struct judged {
	size_t n;
	bool is_zero; /* all differences are 0 */
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS];
};

static void judged__find(struct judged *group, const struct comparison *c, enum verdict verdict)
{
	*group = (struct judged){ .is_zero = true };
	for (size_t i = 0; i < c->n; i++) {
		if (c->rows[i].verdict != verdict)
			continue;
		group->rows[group->n++] = &c->rows[i];
		group->is_zero &= c->rows[i].difference == 0;
	}
}

/* "+16", or what changed if one was not measured. */
static void say_difference(struct sentence *s, const struct comparison_row *row)
{
	char cell[CELL_SIZE];

	format__grouped(cell, row->difference, true);
	sentence__say(s, "%s",
		      isfinite(row->difference)	 ? cell
		      : isfinite(row->new_value) ? "attaches now"
						 : "no longer attaches");
}

/* "kprobe (+16) and kretprobe (+55 instructions a call)" */
static void say_judged(struct sentence *s, const struct judged *group, bool is_with_size,
		       const char *unit)
{
	for (size_t i = 0; i < group->n; i++) {
		sentence__say(s, "%s%s", sentence__comma(i, group->n), group->rows[i]->backend);
		if (!is_with_size)
			continue;
		sentence__say(s, " (");
		say_difference(s, group->rows[i]);
		if (i + 1 == group->n && isfinite(group->rows[i]->difference))
			sentence__say(s, " %s a call", unit);
		sentence__say(s, ")");
	}
}

/* From worst to best. */
static const struct {
	const char *one, *many; /* what one hook, or several, did */
	enum verdict verdict;
	bool is_about_size; /* list the differences */
} changes[] = {
	{ " costs more", " cost more", VERDICT_REGRESSION, true },
	{ " may have changed (inconclusive)", " may have changed (inconclusive)",
	  VERDICT_INCONCLUSIVE, true },
	{ " costs less", " cost less", VERDICT_IMPROVEMENT, true },
	{ " costs the same", " cost the same", VERDICT_SAME, false },
};

static void say_change(struct sentence *s, const struct across_change *change, const char *unit)
{
	const struct comparison *c = change->comparison;
	struct judged group;
	size_t n = 0;

	if (c->obstacle.text[0]) {
		sentence__say(s, "%s and %s cannot be compared: %s.", change->base,
			      change->new_label, c->obstacle.text);
		return;
	}
	sentence__say(s, "From %s to %s, ", change->base, change->new_label);
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		judged__find(&group, c, changes[i].verdict);
		if (!group.n)
			continue;
		sentence__say(s, "%s", n++ ? "; " : "");
		/* Changes within the allowed increase are "the same", but not always 0. */
		say_judged(s, &group, changes[i].is_about_size || !group.is_zero, unit);
		sentence__say(s, "%s", group.n == 1 ? changes[i].one : changes[i].many);
	}
	sentence__say(s, "%s.", n ? "" : "no hook was measured in both");
}

#define MOST_LISTED 3 /* with more runs, only the range is given */

/* "400 and 500"; for many runs, "400 to 500". */
static void say_values(struct sentence *s, const struct report *report, const char *backend)
{
	const struct matrix *m = &report->matrix;
	double low = INFINITY, high = -INFINITY;
	char cell[CELL_SIZE], last[CELL_SIZE];

	for (size_t i = 0; i < m->n; i++) {
		double value = across_runs__value(&m->rows[i], backend);

		format__grouped(cell, value, false);
		if (m->n <= MOST_LISTED)
			sentence__say(s, "%s%s", sentence__comma(i, m->n), cell);
		low = fmin(low, value);
		high = fmax(high, value);
	}
	if (m->n <= MOST_LISTED)
		return;
	format__grouped(cell, low, false);
	format__grouped(last, high, false);
	sentence__say(s, "%s", cell);
	if (strcmp(cell, last) != 0)
		sentence__say(s, " to %s", last);
}

/* "tp adds 236 and 371 ns, raw_tp 71 and 156 ns": runs that differ on purpose are not compared. */
static void say_series(struct sentence *s, const struct report *report)
{
	const char *names[PLAN_MAX_BACKENDS];
	size_t n = across_runs__backends(report, names), listed = 0;

	if (report->n <= MOST_LISTED)
		sentence__say(s, "From %s to %s, ", report->runs[0].label,
			      report->runs[report->n - 1].label);
	else
		sentence__say(s, "In %zu runs, ", report->n);
	for (size_t i = 0; i < n; i++) {
		if (across_runs__is_reference(report, names[i]))
			continue;
		sentence__say(s, "%s%s%s ", listed ? ", " : "", names[i], listed ? "" : " adds");
		listed++;
		say_values(s, report, names[i]);
		sentence__say(s, " %s", across_runs__unit(report));
	}
	sentence__say(s, "%s.", listed ? "" : "no hook was measured");
}

static void say_invalid(struct sentence *s, const struct report *report)
{
	size_t n = across_runs__count_invalid(report), i = 0;

	if (!n)
		return;
	sentence__say(s, "Of %zu runs, %zu %s invalid; do not rely on %s numbers: ", report->n, n,
		      n == 1 ? "is" : "are", n == 1 ? "its" : "their");
	for (size_t j = 0; j < report->n; j++)
		if (report->runs[j].summary.n_problems)
			sentence__say(s, "%s%s", sentence__comma(i++, n), report->runs[j].label);
	sentence__say(s, ". ");
}

static const char *unit_of(const struct report *report)
{
	const char *unit = across_runs__unit(report);

	return unit ? unit : "units";
}

static bool is_invalid(const struct report *report, const char *label)
{
	for (size_t i = 0; i < report->n; i++)
		if (!strcmp(report->runs[i].label, label))
			return report->runs[i].summary.n_problems > 0;
	return false;
}

static void say_runs(struct sentence *s, const struct report *report)
{
	struct across_change change;

	say_invalid(s, report);
	if (report->matrix.is_series && !across_runs__count_invalid(report))
		say_series(s, report);
	else if (!across_runs__change(report, &change))
		sentence__say(s, "%zu runs, none of which can be compared.", report->n);
	else if (!is_invalid(report, change.base) && !is_invalid(report, change.new_label))
		say_change(s, &change, unit_of(report));
	else
		sentence__say(s, "The change from %s to %s is unknown.", change.base,
			      change.new_label);
}

void answer__format(const struct report *report, char *text, size_t size)
{
	struct sentence s = { text, size, 0 };

	if (!size)
		return;
	text[0] = '\0';
	if (!report->n)
		sentence__say(&s, "There are no runs.");
	else if (report->n == 1)
		say_run(&s, &report->runs[0]);
	else
		say_runs(&s, report);
}
