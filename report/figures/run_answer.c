// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/run_answer.h"

#include <math.h>
#include <stdbool.h>

#include "bench/base/number.h"
#include "report/figures/format.h"

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

static bool is_untold(const struct summary_row *row)
{
	return any(row) && !row->differs && isfinite(row->low) && !excludes_zero(row);
}

static bool is_noisy(const struct summary_row *row)
{
	return is_untold(row) && summary_row__is_noisy(row);
}

static bool is_like_none(const struct summary_row *row)
{
	return is_untold(row) && !summary_row__is_noisy(row);
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

/* " (an overhead of 12 ns would be detected)" */
static void say_visible(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	double visible = 0;
	char cell[CELL_SIZE];

	for (size_t i = 0; i < hooks->n && run->unit != CLOCK_INSTRUCTIONS; i++)
		visible = fmax(visible, hooks->rows[i]->smallest_visible);
	if (!(visible > 0))
		return;
	format__grouped(cell, visible, false);
	sentence__say(s, " (an overhead of %s %s would be detected)", cell, format__unit(run));
}

static void say_like_none(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	say_names(s, hooks);
	sentence__say(s, " show%s no difference from none", hooks->n == 1 ? "s" : "");
	say_visible(s, run, hooks);
}

/* "the run is too noisy to tell fentry from none: up to 900 ns cannot be excluded" */
static void say_noisy(struct sentence *s, const struct run *run, const struct hooks *hooks)
{
	double open = 0;
	char cell[CELL_SIZE];

	for (size_t i = 0; i < hooks->n; i++)
		open = fmax(open, summary_row__left_open(hooks->rows[i]));
	format__grouped(cell, open, false);
	sentence__say(s, "the run is too noisy to tell ");
	say_names(s, hooks);
	sentence__say(s, " from none: up to %s %s cannot be excluded", cell, format__unit(run));
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
	{ is_unknown, say_unknown },
	{ costs_something, say_costs },
	{ costs_less_than_none, say_less },
	{ is_like_none, say_like_none },
	{ is_noisy, say_noisy },
	{ is_unsure, say_unsure },
};

void run_answer__say(struct sentence *s, const struct run *run, const struct summary *summary)
{
	const char *release =
		json_string_value(json_object_get(run->environment, "kernel_release"));
	struct hooks hooks;
	size_t n = 0;

	if (summary->n_problems) {
		sentence__say(s, "This run is invalid; do not rely on its numbers: %s.",
			      summary->problems[0]);
		return;
	}
	sentence__say(s, "On %s, ", release ? release : "an unknown kernel");
	for (size_t i = 0; i < sizeof(clauses) / sizeof(*clauses); i++) {
		hooks__find(&hooks, summary, clauses[i].which);
		if (!hooks.n)
			continue;
		sentence__say(s, "%s", n++ ? "; " : "");
		clauses[i].say(s, run, &hooks);
	}
	if (!n)
		say_no_hook(s, run, summary);
	sentence__say(s, ".");
}
