// SPDX-License-Identifier: GPL-2.0-or-later
/* Why a run can be relied on, or why not: a list of what was checked. */
#include <math.h>
#include <string.h>

#include "bench/base/maybe_count.h"
#include "report/document/html_text.h"
#include "report/figures/format.h"
#include "report/figures/seen_disturbances.h"
#include "report/html/html_parts.h"

enum outcome { GOOD, BAD, TOLD };

/* How an outcome begins, in words: a colour alone is no text. */
static const struct {
	const char *class, *sign, *word;
} outcomes[] = {
	[GOOD] = { "good", "\342\234\223", "good: " },
	[BAD] = { "bad", "\342\234\225", "bad: " },
	[TOLD] = { "told", "i", "note: " },
};

static void begin(const char *title, enum outcome outcome, FILE *file)
{
	fprintf(file,
		"<div class=\"check %s\"><dt><span class=\"sign\" aria-hidden=\"true\">%s</span>"
		"<span class=\"unseen\">%s</span>%s</dt><dd>",
		outcomes[outcome].class, outcomes[outcome].sign, outcomes[outcome].word, title);
}

static void end(FILE *file)
{
	fputs("</dd></div>\n", file);
}

/* ---- control ---- */

static const struct summary_row *control_of(const struct summary *summary)
{
	for (size_t i = 0; i < summary->n; i++)
		if (summary->rows[i].control)
			return &summary->rows[i];
	return NULL;
}

static void write_control(const struct report_run *r, FILE *file)
{
	const struct summary_row *control = control_of(&r->summary);
	bool exact = r->run.unit == CLOCK_INSTRUCTIONS;
	bool differs = control && (control->low > 0 || control->high < 0 ||
				   (exact && control->low != control->high));
	bool unknown = !control || !isfinite(control->low);
	char value[CELL_SIZE], range[CELL_SIZE];

	begin("Control", unknown ? TOLD : differs ? BAD : GOOD, file);
	if (!control) {
		fputs("there was no second none", file);
		end(file);
		return;
	}
	format__grouped(value, control->overhead, true);
	format__range(range, control->low, control->high);
	html_text__print(file, "a second none, treated like a hook, shows %s %s", value,
			 format__unit(&r->run));
	if (!exact && isfinite(control->low))
		html_text__print(file, " [%s, 95 %% confidence]", range);
	if (exact && control->low != control->high)
		html_text__print(file, " [%s in the rounds]", range);
	if (r->run.unit == CLOCK_NANOSECONDS && !isfinite(control->low))
		fputs("; there are too few rounds to be sure", file);
	else
		fputs(differs ? ": something other than the hooks changed between trials"
			      : ": no difference, as it must be",
		      file);
	end(file);
}

/* ---- hits ---- */

struct hits {
	bool is_counted;
	int64_t expected, seen, lost, foreign;
};

static struct hits count_hits(const struct report_run *r)
{
	struct hits h = { 0 };

	for (size_t i = 0; i < r->run.n_trials; i++) {
		const struct trial *t = &r->run.trials[i];

		if (t->hits == COUNT_UNKNOWN || t->expected_hits == COUNT_UNKNOWN)
			continue;
		h.is_counted = true;
		h.expected = maybe_count__sum(h.expected, t->expected_hits);
		h.seen = maybe_count__sum(h.seen,
					  t->hits < t->expected_hits ? t->hits : t->expected_hits);
		h.foreign = maybe_count__sum(h.foreign, run__foreign_hits(&r->run, t));
	}
	for (size_t i = 0; i < r->summary.n; i++) {
		const struct summary_row *row = &r->summary.rows[i];

		h.lost = maybe_count__sum(h.lost, row->missed > 0 ? row->missed : 0);
		h.lost = maybe_count__sum(h.lost, row->recursion > 0 ? row->recursion : 0);
	}
	return h;
}

static bool has_hooks(const struct summary *summary)
{
	for (size_t i = 0; i < summary->n; i++)
		if (!summary->rows[i].reference)
			return true;
	return false;
}

static void write_hits(const struct report_run *r, FILE *file)
{
	struct hits h = count_hits(r);
	char seen[CELL_SIZE], expected[CELL_SIZE], lost[CELL_SIZE], foreign[CELL_SIZE];

	begin("Hits", h.seen < h.expected || h.lost ? BAD : h.is_counted ? GOOD : TOLD, file);
	format__grouped(seen, (double)h.seen, false);
	format__grouped(expected, (double)h.expected, false);
	if (h.is_counted)
		html_text__print(file, "%s of %s expected hits were counted by the programs", seen,
				 expected);
	else if (!has_hooks(&r->summary))
		fputs("no hook was measured", file);
	else
		fputs("this payload does not count; that the hooks were hit was seen before "
		      "measuring",
		      file);
	format__grouped(lost, (double)h.lost, false);
	format__grouped(foreign, (double)h.foreign, false);
	if (h.lost)
		html_text__print(file, "; the kernel lost %s", lost);
	if (h.foreign > 0)
		html_text__print(file, "; %s more were not made by the workload", foreign);
	end(file);
}

/* ---- exactness ---- */

static bool rounds_agree(const struct summary *summary)
{
	for (size_t i = 0; i < summary->n; i++)
		if (summary->rows[i].low != summary->rows[i].high)
			return false;
	return true;
}

static void write_exact(const struct report_run *r, FILE *file)
{
	unsigned int rounds = run__count_rounds(&r->run);
	bool agree = rounds_agree(&r->summary);
	const char *varies = NULL;

	for (size_t i = 0; i < r->run.plan.n_backends && !varies; i++)
		varies = run__varies(&r->run, r->run.plan.backends[i]);
	begin("Exactness", !agree && !varies ? BAD : rounds > 1 && !varies ? GOOD : TOLD, file);
	if (varies)
		html_text__print(file, "operations are not all of one length: %s", varies);
	else if (!agree)
		fputs("overheads differ between rounds, and must not", file);
	else if (rounds > 1)
		html_text__print(file, "all %u rounds gave the same overheads to the instruction",
				 rounds);
	else
		fputs("one round: there is nothing to compare it with", file);
	end(file);
}

static void write_precision(const struct report_run *r, FILE *file)
{
	unsigned int rounds = run__count_rounds(&r->run);
	char from[CELL_SIZE], to[CELL_SIZE];
	double least, most;
	bool known = summary__visible(&r->summary, &least, &most);

	begin("Precision", known ? GOOD : TOLD, file);
	format__grouped(from, least, false);
	format__grouped(to, most, false);
	if (known && strcmp(from, to) != 0)
		html_text__print(file, "an overhead of %s to %s %s would have been seen", from, to,
				 format__unit(&r->run));
	else if (known)
		html_text__print(file, "an overhead of %s %s would have been seen", to,
				 format__unit(&r->run));
	else
		html_text__print(file, "%u round%s too few for an interval; %d are the least",
				 rounds, rounds == 1 ? " is" : "s are", ESTIMATE_MIN_ROUNDS);
	end(file);
}

/* ---- what else there is to know ---- */

static void write_lines(const struct seen_disturbances *w, FILE *file)
{
	fputs("<ul>", file);
	for (size_t i = 0; i < w->n; i++) {
		fputs("<li>", file);
		html_text__write(file, w->lines[i]);
		fputs("</li>", file);
	}
	fputs("</ul>", file);
}

static void write_watched(const struct report_run *r, FILE *file)
{
	struct seen_disturbances seen = { 0 };

	seen_disturbances__list(&r->run, &seen);
	begin("Watched", seen.n ? TOLD : GOOD, file);
	if (seen.n) {
		fputs("seen while measuring:", file);
		write_lines(&seen, file);
	} else if (r->run.unit == CLOCK_INSTRUCTIONS) {
		fputs("nothing that happens on the machine can move counted instructions", file);
	} else {
		fputs("nothing that is watched (context switches, faults, migrations, stolen time, "
		      "throttling, suspension, the kernel\342\200\231s log) was seen to disturb",
		      file);
	}
	end(file);
}

static void write_warnings(const struct report_run *r, FILE *file)
{
	struct seen_disturbances settings = { 0 };

	seen_disturbances__add_settings(&r->run, &settings);
	if (!settings.n)
		return;
	begin("Settings", TOLD, file);
	fputs("of this machine that disturb (hookbench doctor tells what mends them):", file);
	write_lines(&settings, file);
	end(file);
}

/* Facts of the environment that are worth a line of their own. */
static const struct {
	const char *key, *title, *before, *after;
	enum outcome outcome;
} told[] = {
	{ "other_hooks", "Other hooks", "the function was hooked already, by ",
	  ": every cost is with that", TOLD },
	{ "clock_source_at_end", "Clock", "the kernel changed its clock source to ",
	  " while measuring", BAD },
	{ "counters_missing", "CPU counters", "not read (", ")", TOLD },
};

static void write_told(const struct report_run *r, FILE *file)
{
	for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++) {
		const char *text =
			json_string_value(json_object_get(r->run.environment, told[i].key));

		/* In instructions there is nothing else to count. */
		if (!text || (told[i].outcome == TOLD && r->run.unit == CLOCK_INSTRUCTIONS))
			continue;
		begin(told[i].title, told[i].outcome, file);
		html_text__print(file, "%s%s%s", told[i].before, text, told[i].after);
		end(file);
	}
}

static void write_skipped(const struct report_run *r, FILE *file)
{
	size_t n = 0;

	for (size_t i = 0; i < r->run.n_capabilities; i++)
		n += !r->run.capabilities[i].available;
	if (!n)
		return;
	begin("Skipped", TOLD, file);
	fputs("<ul>", file);
	for (size_t i = 0; i < r->run.n_capabilities; i++) {
		const struct capability *c = &r->run.capabilities[i];

		if (c->available)
			continue;
		fputs("<li><b>", file);
		html_text__write(file, c->backend);
		fputs("</b>: ", file);
		html_text__write(file, c->reason[0] ? c->reason : "nobody knows why");
		if (c->remedy[0])
			html_text__print(file, ". What helps: %s", c->remedy);
		fputs("</li>", file);
	}
	fputs("</ul>", file);
	end(file);
}

void html_checks__write(const struct report_run *r, FILE *file)
{
	fputs("<dl class=\"checks\">\n", file);
	write_control(r, file);
	write_hits(r, file);
	if (r->run.unit == CLOCK_INSTRUCTIONS)
		write_exact(r, file);
	else
		write_precision(r, file);
	write_watched(r, file);
	write_warnings(r, file);
	write_told(r, file);
	write_skipped(r, file);
	fputs("</dl>\n", file);
}
