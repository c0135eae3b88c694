// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/compare_answer.h"

#include <math.h>
#include <string.h>

#include "report/figures/format.h"
#include "report/verdicts/compare_order.h"

/* The rows of one verdict, the largest change first. */
struct judged {
	size_t n;
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS];
};

static void judged__find(struct judged *judged, const struct comparison *c, enum verdict verdict)
{
	const struct comparison_row *rows[2 * PLAN_MAX_BACKENDS];

	judged->n = 0;
	compare_order__sort(c, rows);
	for (size_t i = 0; i < c->n; i++)
		if (rows[i]->verdict == verdict)
			judged->rows[judged->n++] = rows[i];
}

/* Of more, the others are counted. */
#define MOST_NAMED 3

/* "16 instructions more (+4.0 %, moderate)" */
static void say_amount(struct sentence *s, const struct comparison_row *row, enum clock_unit unit)
{
	const char *name = clock_unit__name(unit);
	char cell[CELL_SIZE];

	format__grouped(cell, fabs(row->difference), false);
	sentence__say(s, " costs %s %.*s %s", cell,
		      (int)(strlen(name) - (strcmp(cell, "1") == 0 ? 1 : 0)), name,
		      row->difference > 0 ? "more" : "less");
	if (isfinite(row->percent))
		sentence__say(s, " (%+.1f %%%s%s)", row->percent, row->severity[0] ? ", " : "",
			      row->severity);
}

static void say_row(struct sentence *s, const struct comparison_row *row, enum clock_unit unit)
{
	sentence__say(s, "%s%s", row->backend, row->is_cost ? ", the operation itself," : "");
	if (row->verdict == VERDICT_INCONCLUSIVE)
		return; /* all of them are said to have it */
	if (row->verdict == VERDICT_NOT_COMPARABLE)
		sentence__say(s, ": %s", row->note);
	else if (isfinite(row->difference))
		say_amount(s, row, unit);
	else
		sentence__say(s, "%s",
			      row->verdict == VERDICT_NEW ? " newly attaches"
							  : " no longer attaches");
}

static void say_rows(struct sentence *s, const struct judged *judged, enum clock_unit unit)
{
	size_t named = judged->n > MOST_NAMED ? MOST_NAMED - 1 : judged->n;

	for (size_t i = 0; i < named; i++) {
		sentence__say(s, "%s", sentence__comma(i, named + (named < judged->n)));
		say_row(s, judged->rows[i], unit);
	}
	if (named < judged->n)
		sentence__say(s, " and %zu others", judged->n - named);
	if (judged->n && judged->rows[0]->verdict == VERDICT_INCONCLUSIVE)
		sentence__say(s, " may have changed");
}

static bool all_tie(const struct judged *judged)
{
	for (size_t i = 0; i < judged->n; i++)
		if (!comparison_row__is_tie(judged->rows[i]))
			return false;
	return true;
}

static void say_same(struct sentence *s, const struct judged *judged)
{
	sentence__say(s, "%s: %s", all_tie(judged) ? "No difference" : "No regression",
		      judged->n == 1 ? judged->rows[0]->backend : "all hooks");
	sentence__say(s, " cost%s the same%s", judged->n == 1 ? "s" : "",
		      all_tie(judged) ? "" : ", within what is allowed");
}

/* From worst to best. */
static const struct {
	enum verdict verdict;
	const char *lead;
	const char *one, *many; /* what is said of those that are only counted */
} verdicts[] = {
	{ VERDICT_REGRESSION, "Regression", "costs more", "cost more" },
	{ VERDICT_NOT_COMPARABLE, "Not comparable", "is not comparable", "are not comparable" },
	{ VERDICT_INCONCLUSIVE, "Inconclusive", "may have changed", "may have changed" },
	{ VERDICT_IMPROVEMENT, "Improvement", "costs less", "cost less" },
	{ VERDICT_NEW, "No regression", "newly attaches", "newly attach" },
	{ VERDICT_SAME, "No difference", "costs the same", "cost the same" },
};

static void say_others(struct sentence *s, const struct comparison *c)
{
	struct judged judged;
	size_t n = 0;

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(*verdicts); i++) {
		if (verdicts[i].verdict >= c->verdict)
			continue;
		judged__find(&judged, c, verdicts[i].verdict);
		if (judged.n)
			sentence__say(s, "%s%zu %s", n++ ? ", " : "; ", judged.n,
				      judged.n == 1 ? verdicts[i].one : verdicts[i].many);
	}
}

void compare_answer__say(struct sentence *s, const struct comparison *c)
{
	struct judged judged;

	if (c->obstacle.text[0] && c->verdict == VERDICT_NOT_COMPARABLE) {
		sentence__say(s, "NOT COMPARABLE: %s.", c->obstacle.text);
		return;
	}
	if (c->verdict == VERDICT_NONE) {
		sentence__say(s, "Nothing to compare: the runs have no hook in common.");
		return;
	}
	judged__find(&judged, c, c->verdict);
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(*verdicts); i++) {
		if (verdicts[i].verdict != c->verdict)
			continue;
		if (c->verdict == VERDICT_SAME) {
			say_same(s, &judged);
		} else {
			sentence__say(s, "%s: ", verdicts[i].lead);
			say_rows(s, &judged, c->unit);
		}
	}
	say_others(s, c);
	sentence__say(s, ".");
}
