// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/answer.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/number.h"
#include "report/document/across_runs.h"
#include "report/figures/format.h"
#include "report/figures/run_answer.h"
#include "report/figures/sentence.h"

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
	sentence__say(s, "%s", isfinite(row->difference) ? cell : "no longer attaches");
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
	{ " newly attaches", " newly attach", VERDICT_NEW, false },
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
		say_judged(s, &group,
			   changes[i].is_about_size ||
				   (changes[i].verdict == VERDICT_SAME && !group.is_zero),
			   unit);
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
		run_answer__say(&s, &report->runs[0].run, &report->runs[0].summary);
	else
		say_runs(&s, report);
}
