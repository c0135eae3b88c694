// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/terminal.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "report/format.h"

static const char *environment_text(const struct run *run, const char *key)
{
	const char *text = json_string_value(json_object_get(run->environment, key));

	return text ? text : "unknown";
}

static bool is_exact(const struct run *run)
{
	return run->unit == CLOCK_INSTRUCTIONS;
}

/* ---- cells ---- */

/* At most five characters, and at least three digits: as many as a histogram tells apart. */
static void format_short(char *cell, double value)
{
	static const char suffixes[] = "kMGTP";
	size_t i = 0;

	if (value < 9999.5) {
		snprintf(cell, CELL_SIZE, "%.0f", value);
		return;
	}
	for (value /= 1000; value >= 999.5 && suffixes[i + 1]; i++)
		value /= 1000;
	snprintf(cell, CELL_SIZE, "%.*f%c",
		 value < 9.995	 ? 2
		 : value < 99.95 ? 1
				 : 0,
		 value, suffixes[i]);
}

static void format_count(char *cell, int64_t value)
{
	if (value == COUNT_UNKNOWN)
		snprintf(cell, CELL_SIZE, "-");
	else
		snprintf(cell, CELL_SIZE, "%" PRId64, value);
}

static void format_ratio(char *cell, double value)
{
	if (isfinite(value))
		snprintf(cell, CELL_SIZE, "%.2f", value);
	else
		snprintf(cell, CELL_SIZE, "-");
}

static void format_ms(char *cell, double value_ns)
{
	if (isfinite(value_ns))
		snprintf(cell, CELL_SIZE, "%.1f", value_ns / 1e6);
	else
		snprintf(cell, CELL_SIZE, "-");
}

/* Instructions: one number. Nanoseconds: the estimate with its interval, or what is missing. */
static void format_overhead(char *cell, const struct summary_row *row, enum clock_unit unit)
{
	if (row->reference && !row->control)
		snprintf(cell, CELL_SIZE, "-");
	else if (unit == CLOCK_INSTRUCTIONS && row->low == row->high)
		format__grouped(cell, row->overhead, true);
	else if (isfinite(row->low))
		snprintf(cell, CELL_SIZE, "%+.0f [%.0f %.0f]", row->overhead, row->low, row->high);
	else
		snprintf(cell, CELL_SIZE, "%+.0f [?]", row->overhead);
}

static int overhead_width(enum clock_unit unit)
{
	return unit == CLOCK_INSTRUCTIONS ? 8 : 18;
}

static void print_row(const struct summary_row *row, enum clock_unit unit, FILE *file)
{
	char cost[CELL_SIZE], overhead[CELL_SIZE], ratio[CELL_SIZE], hits[CELL_SIZE];
	char p50[CELL_SIZE], p99[CELL_SIZE], p999[CELL_SIZE], max[CELL_SIZE], attach[CELL_SIZE];

	format__grouped(cost, row->cost, false);
	format_overhead(overhead, row, unit);
	format_ratio(ratio, row->times_cheapest);
	format_short(p50, row->p50);
	format_short(p99, row->p99);
	format_short(p999, row->p999);
	format_short(max, row->max);
	format_count(hits, row->hits);
	format_ms(attach, row->attach_ns);
	fprintf(file, "%-9s %7s %*s %5s %5s %5s %5s %5s %7s %5s\n",
		row->control ? "control" : row->backend, cost, overhead_width(unit), overhead,
		ratio, p50, p99, p999, max, hits, attach);
}

static void print_table(const struct run *run, const struct summary *summary, FILE *file)
{
	fprintf(file, "%-9s %7s %*s %5s %5s %5s %5s %5s %7s %5s\n", "backend", "cost",
		overhead_width(run->unit), is_exact(run) ? "overhead" : "overhead [95% CI]",
		"ratio", "p50", "p99", "p99.9", "max", "hits", "ms");
	for (size_t i = 0; i < summary->n; i++)
		print_row(&summary->rows[i], run->unit, file);
}

/* ---- around the table ---- */

/* Operations a second and thread, over all trials. */
static double reached_rate_hz(const struct run *run)
{
	double operations = 0, ns = 0;

	for (size_t i = 0; i < run->n_trials; i++) {
		operations += (double)run->trials[i].operations;
		/* The first operation waits for none before it. */
		ns += (double)run->trials[i].elapsed_ns + 1e9 / (double)run->plan.rate_hz;
	}
	return operations / run->plan.threads / (ns / 1e9);
}

static void print_rate(const struct run *run, FILE *file)
{
	double wanted = (double)run->plan.rate_hz, reached = reached_rate_hz(run);

	if (!run->plan.rate_hz)
		return;
	fprintf(file, "paced: %.0f operations a second and thread were asked for, %.0f reached%s\n",
		wanted, reached, reached < 0.9 * wanted ? " (more were not to be had)" : "");
}

static void print_heading(const struct run *run, FILE *file)
{
	const char *model = json_string_value(json_object_get(run->vm, "cpu_model"));
	const char *accel = json_string_value(json_object_get(run->vm, "accelerator"));
	char cycles[CELL_SIZE];

	format__grouped(cycles, (double)run->plan.cycles, false);
	fprintf(file, "%s on %s",
		run->target.symbol[0] ? run->target.symbol : "no function to hook",
		environment_text(run, "kernel_release"));
	if (run->vm)
		fprintf(file, " (VM, %s, %s)", accel, model);
	fprintf(file, "\n%s, payload %s, %u round%s of %s cycles", run->plan.workload,
		run->plan.payload, run__count_rounds(run), run__count_rounds(run) == 1 ? "" : "s",
		cycles);
	if (run->plan.threads > 1)
		fprintf(file, ", %u threads", run->plan.threads);
	fputc('\n', file);
	print_rate(run, file);
	fprintf(file, "unit: %s%s an operation\n\n",
		run__is_emulated(run) && !is_exact(run) ? "emulated " : "",
		clock_unit__name(run->unit));
}

static void print_note_on_row(const struct summary_row *row, FILE *file)
{
	if (row->foreign_hits > 0)
		fprintf(file, "%s: %" PRId64 " hits came from other processes.\n", row->backend,
			row->foreign_hits);
	if (row->reference || row->differs)
		return;
	if (isfinite(row->low))
		fprintf(file, "%s: no difference from none.\n", row->backend);
	else
		fprintf(file, "%s: too few rounds for an interval; --rounds 6 is the least.\n",
			row->backend);
}

/* In instructions, one; and where there is no interval, nobody knows. */
static void print_smallest_visible(const struct summary *summary, enum clock_unit unit, FILE *file)
{
	double least = INFINITY, most = 0;

	for (size_t i = 0; i < summary->n; i++) {
		if (summary->rows[i].reference || !isfinite(summary->rows[i].smallest_visible))
			continue;
		least = fmin(least, summary->rows[i].smallest_visible);
		most = fmax(most, summary->rows[i].smallest_visible);
	}
	if (unit == CLOCK_NANOSECONDS && isfinite(least))
		fprintf(file, "An overhead of %.1f to %.1f would have been seen.\n", least, most);
}

/* An exact clock counts nothing of it. */
static void print_disturbance(const struct run *run, const struct summary *summary, FILE *file)
{
	struct disturbance total = { 0 };

	if (is_exact(run))
		return;
	for (size_t i = 0; i < summary->n; i++)
		disturbance__add(&total, &summary->rows[i].disturbance);
	for (const struct disturbance_kind *k = disturbance_kinds; k->name; k++) {
		/* COUNT_UNKNOWN is below 0. */
		int64_t value = disturbance__value(&total, k) / k->share;

		if (k->words && value > 0)
			fprintf(file, "While measuring: %" PRId64 " %s.\n", value, k->words);
	}
}

static void print_unsteady(const struct run *run, FILE *file)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_trials; i++)
		n += run->trials[i].unsteady;
	if (n)
		fprintf(file,
			"%zu of %zu trials were not steady: their halves differ beyond chance.\n",
			n, run->n_trials);
}

static void print_notes(const struct run *run, const struct summary *summary, FILE *file)
{
	const struct figures *clock = &run->clock_cost;

	fprintf(file, "\ncost: %s. overhead: cost - cost of none, within a round.\n",
		is_exact(run) ? "the most frequent value" : "the median");
	fprintf(file, "ratio: to the cheapest hook. control: a second none. ms: to attach%s.\n",
		run__is_emulated(run) ? " (emulated)" : "");
	fprintf(file, "Reading the clock takes %.0f %s, in every cost above.\n",
		is_exact(run) ? clock->mode : clock->p50, clock_unit__name(run->unit));
	print_smallest_visible(summary, run->unit, file);
	for (size_t i = 0; i < summary->n; i++)
		print_note_on_row(&summary->rows[i], file);
	print_disturbance(run, summary, file);
	print_unsteady(run, file);
}

static void print_skipped(const struct run *run, FILE *file)
{
	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		if (c->available)
			continue;
		fprintf(file, "%-9s skipped: %s\n", c->backend, c->reason);
		if (c->remedy[0])
			fprintf(file, "%-9s          %s\n", "", c->remedy);
	}
}

static void print_problems(const struct summary *summary, FILE *file)
{
	if (!summary->n_problems)
		return;
	fprintf(file, "\nINVALID: do not rely on these numbers.\n");
	for (size_t i = 0; i < summary->n_problems && i < SUMMARY_PROBLEMS; i++)
		fprintf(file, "  %s\n", summary->problems[i]);
	if (summary->n_problems > SUMMARY_PROBLEMS)
		fprintf(file, "  and %zu more\n", summary->n_problems - SUMMARY_PROBLEMS);
}

void terminal__print_run(const struct run *run, const struct summary *summary, FILE *file)
{
	print_heading(run, file);
	print_table(run, summary, file);
	print_skipped(run, file);
	print_notes(run, summary, file);
	print_problems(summary, file);
}

void terminal__print_capabilities(const struct run *run, FILE *file)
{
	fprintf(file, "On %s", environment_text(run, "kernel_release"));
	if (run->target.symbol[0])
		fprintf(file, ", hooking %s", run->target.symbol);
	fprintf(file, ":\n");
	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		fprintf(file, "  %-12s %s%s%s\n", c->backend, c->available ? "yes" : "no",
			c->reason[0] ? ": " : "", c->reason);
		if (c->remedy[0])
			fprintf(file, "  %-12s     %s\n", "", c->remedy);
	}
}
