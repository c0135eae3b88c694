// SPDX-License-Identifier: GPL-2.0-or-later
/* Why a run is valid or not: the list of checks. */
#include <math.h>
#include <string.h>

#include "bench/base/maybe_count.h"
#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/figures/seen_disturbances.h"
#include "report/html/html_parts.h"

enum outcome { GOOD, BAD, NOTE };

/* The word before an outcome: a colour alone is not accessible. */
static const struct {
	const char *class, *sign, *word;
} outcomes[] = {
	[GOOD] = { "good", "\342\234\223", "good: " },
	[BAD] = { "bad", "\342\234\225", "bad: " },
	[NOTE] = { "noted", "i", "note: " },
};

static void begin(const char *title, enum outcome outcome, FILE *file)
{
	print__html(
		file,
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
	bool unknown =
		!control || !isfinite(control->low) || (!exact && summary_row__is_noisy(control));
	char value[CELL_SIZE], range[CELL_SIZE];

	begin("Control", differs ? BAD : unknown ? NOTE : GOOD, file);
	if (!control) {
		fputs("there is no second none", file);
		end(file);
		return;
	}
	format__grouped(value, control->overhead, true);
	format__range(range, control->low, control->high);
	print__html(file, "a second none, treated like a hook, has an overhead of %s %s", value,
		    format__unit(&r->run));
	if (!exact && isfinite(control->low))
		print__html(file, " [%s, 95 %% confidence]", range);
	if (exact && control->low != control->high)
		print__html(file, " [%s over the rounds]", range);
	if (r->run.unit == CLOCK_NANOSECONDS && !isfinite(control->low))
		fputs("; there are too few rounds to judge it", file);
	else
		fputs(differs	? ": something other than the hooks changed between trials"
		      : unknown ? ": it is lost in the noise"
				: ": no difference, as required",
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

	begin("Hits", h.seen < h.expected || h.lost ? BAD : h.is_counted ? GOOD : NOTE, file);
	format__grouped(seen, (double)h.seen, false);
	format__grouped(expected, (double)h.expected, false);
	if (h.is_counted)
		print__html(file, "the BPF programs counted %s of %s expected hits", seen,
			    expected);
	else if (!has_hooks(&r->summary))
		fputs("no hook was measured", file);
	else
		fputs("this payload does not count hits; a test before the measurement showed that the hooks are hit",
		      file);
	format__grouped(lost, (double)h.lost, false);
	format__grouped(foreign, (double)h.foreign, false);
	if (h.lost)
		print__html(file, "; the kernel lost %s", lost);
	if (h.foreign > 0)
		print__html(file, "; %s more did not come from the workload", foreign);
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
	begin("Exactness", !agree && !varies ? BAD : rounds > 1 && !varies ? GOOD : NOTE, file);
	if (varies)
		print__html(file, "operations vary in length: %s", varies);
	else if (!agree)
		fputs("overheads differ between rounds, but must not", file);
	else if (rounds > 1)
		print__html(file, "all %u rounds gave exactly the same overheads", rounds);
	else
		fputs("only one round: there is no other to compare it with", file);
	end(file);
}

static void write_precision(const struct report_run *r, FILE *file)
{
	unsigned int rounds = run__count_rounds(&r->run);
	char from[CELL_SIZE], to[CELL_SIZE];
	double least, most;
	bool known = summary__visible(&r->summary, &least, &most);

	begin("Precision", known ? GOOD : NOTE, file);
	format__grouped(from, least, false);
	format__grouped(to, most, false);
	if (known && strcmp(from, to) != 0)
		print__html(file, "the smallest detectable overhead is %s to %s %s", from, to,
			    format__unit(&r->run));
	else if (known)
		print__html(file, "the smallest detectable overhead is %s %s", to,
			    format__unit(&r->run));
	else
		print__html(file, "%u round%s too few for an interval; at least %d are needed",
			    rounds, rounds == 1 ? " is" : "s are", ESTIMATE_MIN_ROUNDS);
	end(file);
}

/* ---- other facts ---- */

static void write_lines(const struct seen_disturbances *w, FILE *file)
{
	fputs("<ul>", file);
	for (size_t i = 0; i < w->n; i++) {
		fputs("<li>", file);
		encode__write(file, TO_HTML, w->lines[i]);
		fputs("</li>", file);
	}
	fputs("</ul>", file);
}

static void write_watched(const struct report_run *r, FILE *file)
{
	struct seen_disturbances seen = { 0 };

	seen_disturbances__list(&r->run, &seen);
	begin("Watched", seen.n ? NOTE : GOOD, file);
	if (seen.n) {
		fputs("seen while measuring:", file);
		write_lines(&seen, file);
	} else if (r->run.unit == CLOCK_INSTRUCTIONS) {
		fputs("other activity on the machine cannot affect counted instructions", file);
	} else {
		fputs("no disturbance was seen (context switches, faults, migrations, stolen time, throttling, suspension, the kernel\342\200\231s log)",
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
	begin("Settings", NOTE, file);
	fputs("settings of this machine that disturb (hookbench doctor shows the fixes):", file);
	write_lines(&settings, file);
	end(file);
}

/* Facts about the environment that deserve their own line. */
static const struct {
	const char *key, *title, *before, *after;
	enum outcome outcome;
} facts[] = {
	{ "other_hooks", "Other hooks", "the function was already hooked by ",
	  ": every cost includes that", NOTE },
	{ "clock_source_at_end", "Clock", "the kernel changed its clock source to ",
	  " while measuring", BAD },
	{ "counters_missing", "CPU counters", "not read (", ")", NOTE },
};

static void write_facts(const struct report_run *r, FILE *file)
{
	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		const char *text =
			json_string_value(json_object_get(r->run.environment, facts[i].key));

		/* Not needed in instructions, which are counted anyway. */
		if (!text || (facts[i].outcome == NOTE && r->run.unit == CLOCK_INSTRUCTIONS))
			continue;
		begin(facts[i].title, facts[i].outcome, file);
		print__html(file, "%s%s%s", facts[i].before, text, facts[i].after);
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
	begin("Skipped", NOTE, file);
	fputs("<ul>", file);
	for (size_t i = 0; i < r->run.n_capabilities; i++) {
		const struct capability *c = &r->run.capabilities[i];

		if (c->available)
			continue;
		fputs("<li><b>", file);
		encode__write(file, TO_HTML, c->backend);
		fputs("</b>: ", file);
		encode__write(file, TO_HTML, c->reason[0] ? c->reason : "for an unknown reason");
		if (c->remedy[0])
			print__html(file, ". Remedy: %s", c->remedy);
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
	write_facts(r, file);
	write_skipped(r, file);
	fputs("</dl>\n", file);
}
