// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/run_state.h"

#include <math.h>
#include <stdbool.h>

#include "report/figures/format.h"
#include "report/figures/sentence.h"

static bool is_hook(const struct summary_row *row)
{
	return !row->reference && !row->control && !row->twin;
}

static bool has_too_few_rounds(const struct summary_row *row)
{
	return !isfinite(row->low);
}

/* The hooks of which nothing can be told, for one reason. */
struct untold {
	size_t n;
	const struct summary_row *rows[SUMMARY_MAX_ROWS];
};

/* Every count is exact: only times have noise. */
static void untold__find(struct untold *untold, const struct run *run,
			 const struct summary *summary,
			 bool (*which)(const struct summary_row *row))
{
	untold->n = 0;
	for (size_t i = 0; i < summary->n && run->unit == CLOCK_NANOSECONDS; i++)
		if (is_hook(&summary->rows[i]) && which(&summary->rows[i]))
			untold->rows[untold->n++] = &summary->rows[i];
}

enum run_state run_state__of(const struct run *run, const struct summary *summary)
{
	struct untold noisy, few;

	untold__find(&noisy, run, summary, summary_row__is_noisy);
	untold__find(&few, run, summary, has_too_few_rounds);
	return summary->n_problems ? RUN_INVALID : noisy.n || few.n ? RUN_UNSURE : RUN_VALID;
}

const char *run_state__name(enum run_state state)
{
	static const char *const names[] = {
		[RUN_VALID] = "valid", [RUN_UNSURE] = "unsure", [RUN_INVALID] = "INVALID"
	};

	return names[state];
}

static void say_names(struct sentence *s, const struct untold *untold)
{
	for (size_t i = 0; i < untold->n; i++)
		sentence__say(s, "%s%s", sentence__comma(i, untold->n), untold->rows[i]->backend);
}

void run_state__format(const struct run *run, const struct summary *summary,
		       char text[RUN_STATE_SIZE])
{
	struct sentence s = { text, RUN_STATE_SIZE, 0 };
	struct untold noisy, few;
	char cell[CELL_SIZE];
	double open = 0;

	text[0] = '\0';
	if (run_state__of(run, summary) != RUN_UNSURE)
		return;
	untold__find(&few, run, summary, has_too_few_rounds);
	if (few.n) {
		sentence__say(&s, "Too few rounds to tell ");
		say_names(&s, &few);
		sentence__say(&s, " from none: at least %d are needed", ESTIMATE_MIN_ROUNDS);
		return;
	}
	untold__find(&noisy, run, summary, summary_row__is_noisy);
	for (size_t i = 0; i < noisy.n; i++)
		open = fmax(open, summary_row__left_open(noisy.rows[i]));
	format__grouped(cell, open, false);
	sentence__say(&s, "Too noisy to tell ");
	say_names(&s, &noisy);
	sentence__say(&s, " from none: up to %s %s cannot be excluded", cell, format__unit(run));
}
