// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/terminal_macro.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/figures/format.h"

/* Commands may take between a fraction of a millisecond and minutes. */
static const struct scale {
	const char *unit;
	double ns, below; /* in nanoseconds: one unit; the cost below which the unit is used */
} scales[] = { { "us", 1e3, 1e6 }, { "ms", 1e6, 1e10 }, { "s", 1e9, INFINITY } };

static const struct scale *scale_of(const struct summary *summary)
{
	const struct scale *s = scales;

	while (summary->n && summary->rows[0].cost >= s->below)
		s++;
	return s;
}

static bool is_none(const struct summary_row *row)
{
	return row->reference && !row->control;
}

/* At least four digits. */
static int places_of(double value)
{
	return value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0;
}

static void format_overhead(char *cell, const struct summary_row *row, const struct scale *scale,
			    int places)
{
	double value = row->overhead / scale->ns;

	if (is_none(row) || !isfinite(value))
		snprintf(cell, CELL_SIZE, "-");
	else if (isfinite(row->low) && isfinite(row->high))
		snprintf(cell, CELL_SIZE, "%+.*f [%.*f %.*f]", places, value, places,
			 row->low / scale->ns, places, row->high / scale->ns);
	else
		snprintf(cell, CELL_SIZE, "%+.*f [?]", places, value);
}

static void format_percent(char *cell, const struct summary_row *row, double cost)
{
	if (row->differs && !row->reference && cost > 0)
		snprintf(cell, CELL_SIZE, "%+.2f", 100 * row->overhead / cost);
	else
		snprintf(cell, CELL_SIZE, "-");
}

static void format_per_hit(char *cell, const struct summary_row *row)
{
	if (row->differs && isfinite(row->overhead_per_hit))
		snprintf(cell, CELL_SIZE, "%.0f", row->overhead_per_hit);
	else
		snprintf(cell, CELL_SIZE, "-");
}

static void format_hits(char *cell, const struct summary_row *row)
{
	if (isfinite(row->hits_per_command))
		format__count(cell, (int64_t)row->hits_per_command);
	else
		snprintf(cell, CELL_SIZE, "-");
}

void terminal_macro__print_heading(const struct run *run, const struct summary *summary, FILE *file)
{
	const struct plan *plan = &run->plan;
	unsigned int rounds = run__count_rounds(run);

	print__terminal(file, "command: %s\n", plan->command);
	print__terminal(file, "%s: %s\n", run->clock_name, plan->hyperfine);
	print__terminal(file, "payload %s, %u round%s of %" PRIu64 " run%s", plan->payload, rounds,
			number__s(rounds), plan->cycles, number__s(plan->cycles));
	if (plan->warmup)
		fprintf(file, " after %" PRIu64 " to warm up", plan->warmup);
	print__terminal(file, "\nunit: %s%s per run of the command\n\n",
			run__is_emulated(run) ? "emulated " : "", scale_of(summary)->unit);
}

void terminal_macro__print_table(const struct run *run, const struct summary *summary, int width,
				 FILE *file)
{
	const struct scale *scale = scale_of(summary);
	double cost = summary->n ? summary->rows[0].cost : NAN;
	int places = places_of(cost / scale->ns);

	(void)run;
	print__terminal(file, "%-*s %9s %26s %7s %8s %7s %6s\n", width, "backend", "cost",
			"overhead [95% CI]", "%", "hits", "ns/hit", "ms");
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];
		char overhead[CELL_SIZE], percent[CELL_SIZE], hits[CELL_SIZE], per_hit[CELL_SIZE];
		char ms[CELL_SIZE];

		format_overhead(overhead, row, scale, places);
		format_percent(percent, row, cost);
		format_hits(hits, row);
		format_per_hit(per_hit, row);
		format__ms(ms, row->attach_ns);
		print__terminal(file, "%-*s %9.*f %26s %7s %8s %7s %6s\n", width,
				format__row_name(row), places, row->cost / scale->ns, overhead,
				percent, hits, per_hit, ms);
	}
}

static void print_visible(const struct summary *summary, FILE *file)
{
	const struct scale *scale = scale_of(summary);
	double least, most;

	if (!summary__visible(summary, &least, &most))
		return;
	if (least == most)
		print__terminal(file, "Smallest detectable overhead: %.3g %s.\n", least / scale->ns,
				scale->unit);
	else
		print__terminal(file, "Smallest detectable overhead: %.3g to %.3g %s.\n",
				least / scale->ns, most / scale->ns, scale->unit);
}

static void print_unhit(const struct run *run, const struct summary *summary, FILE *file)
{
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];

		/* A twin is where its program is. */
		if (row->hits_per_command != 0 || plan__program(&run->plan, row->backend, true))
			continue;
		print__terminal(
			file, "%s: the command does not hit it; hook something else with\n%s.\n",
			row->backend,
			plan__program(&run->plan, row->backend, false) ? "--retarget OLD=NEW"
								       : "--target or --workload");
	}
}

void terminal_macro__print_legend(const struct run *run, const struct summary *summary, FILE *file)
{
	unsigned int rounds = run__count_rounds(run);
	const char *emulated = run__is_emulated(run) ? " (emulated)" : "";

	print__terminal(
		file,
		"\ncost: the median. overhead: cost - cost of none, within a round; [95%% CI]:\n"
		"confidence interval, over %u round%s; %%: of the cost of none.\n"
		"hits: in one run, including other processes. ns/hit: overhead / hits%s.\n"
		"control: a second none. ms: attach time%s.\n",
		rounds, number__s(rounds), emulated, emulated);
	print_visible(summary, file);
	print_unhit(run, summary, file);
}
