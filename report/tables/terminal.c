// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/terminal.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "bench/base/maybe_count.h"
#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/figures/company.h"
#include "report/figures/format.h"
#include "report/figures/hooked.h"
#include "report/figures/no_difference.h"
#include "report/figures/operation_parts.h"
#include "report/figures/run_answer.h"
#include "report/figures/seen_disturbances.h"
#include "report/figures/sentence.h"
#include "report/tables/terminal_macro.h"
#include "report/tables/terminal_programs.h"
#include "report/tables/terminal_table.h"
#include "report/tables/terminal_text.h"

static const char *environment_text(const struct run *run, const char *key)
{
	const char *text = json_string_value(json_object_get(run->environment, key));

	return text ? text : "unknown";
}

static bool is_exact(const struct run *run)
{
	return run->unit == CLOCK_INSTRUCTIONS;
}

/* Operations per second and thread, over all trials. */
static double reached_rate_hz(const struct run *run)
{
	double operations = 0, ns = 0;

	for (size_t i = 0; i < run->n_trials; i++) {
		operations += (double)run->trials[i].operations;
		/* The first operation does not wait for an earlier one. */
		ns += (double)run->trials[i].elapsed_ns + 1e9 / (double)run->plan.rate_hz;
	}
	return operations / run->plan.threads / (ns / 1e9);
}

static void print_rate(const struct run *run, FILE *file)
{
	double wanted = (double)run->plan.rate_hz, reached = reached_rate_hz(run);

	if (!run->plan.rate_hz)
		return;
	print__terminal(file,
			"paced: %.0f operations per second and thread requested, %.0f achieved%s\n",
			wanted, reached, reached < 0.9 * wanted ? " (the maximum)" : "");
}

static void print_company(const struct run *run, FILE *file)
{
	char company[COMPANY_SIZE];

	company__format(&run->plan, company);
	terminal_text__wrap(company, 0, file);
}

static void print_where(const struct run *run, FILE *file)
{
	const char *model = json_string_value(json_object_get(run->vm, "cpu_model"));
	const char *accel = json_string_value(json_object_get(run->vm, "accelerator"));
	char hooked[HOOKED_SIZE];

	hooked__format(run, hooked);
	if (run->vm)
		terminal_text__note(file, "%s on %s (VM, %s, %s)", hooked,
				    environment_text(run, "kernel_release"),
				    accel ? accel : "unknown", model ? model : "unknown");
	else
		terminal_text__note(file, "%s on %s", hooked,
				    environment_text(run, "kernel_release"));
	if (run->snapshot[0])
		print__terminal(file, "continued from a snapshot of %.10s\n", run->snapshot);
}

static void print_heading(const struct run *run, const struct summary *summary, FILE *file)
{
	unsigned int rounds = run__count_rounds(run);
	char cycles[CELL_SIZE], threads[32] = "";

	print_where(run, file);
	if (plan__is_macro(&run->plan)) {
		terminal_macro__print_heading(run, summary, file);
		return;
	}
	format__grouped(cycles, (double)run->plan.cycles, false);
	if (run->plan.threads > 1)
		snprintf(threads, sizeof(threads), ", %u threads", run->plan.threads);
	terminal_text__note(file, "%s, payload %s, %u round%s of %s cycle%s%s", run->plan.workload,
			    run->plan.payload, rounds, number__s(rounds), cycles,
			    number__s(run->plan.cycles), threads);
	print_company(run, file);
	print_rate(run, file);
	print__terminal(file, "unit: %s%s per operation\n\n",
			run__is_emulated(run) && !is_exact(run) ? "emulated " : "",
			clock_unit__name(run->unit));
}

static void print_note_on_row(const struct run *run, const struct summary_row *row, FILE *file)
{
	char text[NO_DIFFERENCE_SIZE];

	if (row->foreign_hits > 0)
		print__terminal(file, "%s: %" PRId64 " hits did not come from the workload.\n",
				row->backend, row->foreign_hits);
	no_difference__format(run, row, text);
	if (text[0])
		terminal_text__note(file, "%s", text);
}

static void print_parts_of_operations(const struct summary *summary, FILE *file)
{
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];
		struct operation_parts parts;

		if (summary__hides(summary, row) || !operation_parts__format(row, &parts))
			continue;
		terminal_text__note(file,
				    "%s: " OPERATION_PARTS_FASTEST
				    ": %s ns; " OPERATION_PARTS_MEDIAN ": %s; " OPERATION_PARTS_MEAN
				    ": %s.",
				    format__row_name(row), parts.fastest, parts.median, parts.mean);
	}
}

/* In instructions it is always 1; without an interval it is unknown. */
static void print_smallest_visible(const struct summary *summary, enum clock_unit unit, FILE *file)
{
	double least, most;

	if (unit == CLOCK_NANOSECONDS && summary__visible(summary, &least, &most))
		fprintf(file, "Smallest detectable overhead: %.1f to %.1f.\n", least, most);
}

static void print_watched(const struct run *run, FILE *file)
{
	struct seen_disturbances watched;

	seen_disturbances__list(run, &watched);
	for (size_t i = 0; i < watched.n; i++)
		terminal_text__note(file, "While measuring: %s.", watched.lines[i]);
}

/* The events in user space and in the kernel: "1234/5678". */
static void format_sides(char *cell, double user, double kernel)
{
	char u[CELL_SIZE] = "-", k[CELL_SIZE] = "-";

	if (isfinite(user))
		snprintf(u, sizeof(u), "%.*f", user < 100 ? 2 : 0, user);
	if (isfinite(kernel))
		snprintf(k, sizeof(k), "%.*f", kernel < 100 ? 2 : 0, kernel);
	snprintf(cell, CELL_SIZE, "%.14s/%.14s", u, k);
}

static const char *const events[] = { "cycles", "instructions", "branch-miss", "L1i-miss",
				      "iTLB-miss" };
#define EVENTS (sizeof(events) / sizeof(*events))

/* Of the columns, those that fit. */
static size_t count_shown(FILE *file)
{
	size_t n = (size_t)(terminal_text__width(file) - 9) / 13;

	return n < EVENTS ? n : EVENTS;
}

static void print_events(const struct summary_row *r, FILE *file)
{
	char cells[EVENTS][CELL_SIZE];

#define SIDES(i, name) \
	format_sides(cells[i], r->per_operation.user_##name, r->per_operation.kernel_##name)
	SIDES(0, cycles);
	SIDES(1, instructions);
	SIDES(2, branch_misses);
	SIDES(3, l1i_misses);
	SIDES(4, itlb_misses);
#undef SIDES
	print__terminal(file, "%-9s", format__row_name(r));
	for (size_t i = 0; i < count_shown(file); i++)
		print__terminal(file, " %12s", cells[i]);
	fputc('\n', file);
}

/* A machine without them has a table of dashes. */
static bool has_events(const struct summary *summary)
{
	for (size_t i = 0; i < summary->n; i++)
		if (isfinite(summary->rows[i].per_operation.user_cycles) ||
		    isfinite(summary->rows[i].per_operation.kernel_cycles) ||
		    isfinite(summary->rows[i].per_operation.user_instructions) ||
		    isfinite(summary->rows[i].per_operation.kernel_instructions))
			return true;
	return false;
}

/* Prints the CPU's counters, or why there are none. */
static void print_counters(const struct run *run, const struct summary *summary, FILE *file)
{
	const char *missing =
		json_string_value(json_object_get(run->environment, "counters_missing"));

	if (is_exact(run))
		return;
	if (missing)
		terminal_text__note(file, "CPU counters: - (%s)", missing);
	if (missing && !strncmp(missing, "all:", 4))
		return;
	if (summary->n && !missing && isnan(summary->rows[0].per_operation.user_itlb_misses))
		terminal_text__note(
			file,
			"CPU counters: - if a trial was too short to multiplex all of them; use more --cycles");
	if (!has_events(summary))
		return;
	print__terminal(file, "\nCPU events per cycle of the workload, user/kernel:\n%-9s",
			"backend");
	for (size_t i = 0; i < count_shown(file); i++)
		print__terminal(file, " %12s", events[i]);
	fputc('\n', file);
	for (size_t i = 0; i < summary->n; i++)
		if (!summary__hides(summary, &summary->rows[i]))
			print_events(&summary->rows[i], file);
}

/* Every cost includes them. */
static void print_other_hooks(const struct run *run, FILE *file)
{
	const char *others = json_string_value(json_object_get(run->environment, "other_hooks"));

	if (others)
		terminal_text__note(file, "%s was already hooked by %s: every cost includes that.",
				    run->target.symbol, others);
}

static void print_elsewhere(const struct run *run, FILE *file)
{
	struct elsewhere elsewhere;
	char functions[CELL_SIZE], calls[96];

	if (!run->elsewhere_functions || elsewhere__parse(run->plan.elsewhere, &elsewhere))
		return;
	format__grouped(functions, (double)run->elsewhere_functions, false);
	snprintf(calls, sizeof(calls), "; a cycle of the workload called them %.3g times",
		 run->elsewhere_runs);
	/* Nothing counts the calls of ftrace. */
	terminal_text__note(file, "%s held %s other function%s, also under none%s.",
			    elsewhere.backend, functions, number__s(run->elsewhere_functions),
			    strcmp(elsewhere.backend, PLAN_FTRACE) != 0 ? calls : "");
}

/* The first backend whose lengths vary; NULL: none do. */
static const char *find_varying(const struct run *run)
{
	for (size_t i = 0; i < run->plan.n_backends; i++)
		if (run__varies(run, run->plan.backends[i]))
			return run->plan.backends[i];
	return NULL;
}

/* Lost events are hits too: they are counted and reported. */
static void print_payload(const struct run *run, FILE *file)
{
	const char *varying = find_varying(run);
	int64_t lost = 0;

	for (size_t i = 0; i < run->n_trials; i++)
		lost = maybe_count__sum(
			lost, run->trials[i].lost != COUNT_UNKNOWN ? run->trials[i].lost : 0);
	if (varying && is_exact(run))
		terminal_text__note(
			file,
			"Lengths vary: %s. The cost is the shortest common length; a difference of at most 2 %% or %g instructions does not count.",
			run__varies(run, varying), run__spread(run, varying, 0));
	if (lost)
		terminal_text__note(
			file,
			"%" PRId64
			" events of the payload were lost because the buffer was full; they are counted as hits.",
			lost);
}

/* What is said of the control when its row is left out. */
static void format_control(const struct run *run, const struct summary *summary, char *text,
			   size_t size)
{
	snprintf(text, size, "control: a second none.");
	for (size_t i = 0; i < summary->n; i++) {
		const struct summary_row *row = &summary->rows[i];

		if (!summary__hides(summary, row))
			continue;
		if (is_exact(run))
			snprintf(text, size, "The control, a second none, cost the same.");
		else
			snprintf(
				text, size,
				"The control, a second none, shows no difference of more than %.0f ns.",
				summary_row__left_open(row));
	}
}

static void print_legend(const struct run *run, const struct summary *summary, FILE *file)
{
	const struct figures *clock = &run->clock_cost;
	double reading = is_exact(run) ? clock->mode : clock->p50;
	char control[96];

	format_control(run, summary, control, sizeof(control));
	fputc('\n', file);
	terminal_text__note(
		file,
		"cost: %s. overhead: cost - cost of none, within a round. ratio: to the cheapest hook. ms: attach time%s. %s",
		is_exact(run) ? "the shortest common value" : "the median",
		run__is_emulated(run) ? " (emulated)" : "", control);
	if (!is_exact(run))
		terminal_text__note(
			file,
			"[95%% CI]: confidence interval of the overhead, over %u round%s. Whether a hook differs from none is tested for all hooks together (Holm's correction). op/s: operations per second, including the time between them%s.",
			run__count_rounds(run), number__s(run__count_rounds(run)),
			run->plan.threads > 1 ? ", all threads" : "");
	if (isfinite(reading))
		terminal_text__note(
			file, "Reading the clock takes %.0f %s, included in every cost above.",
			reading, clock_unit__name(run->unit));
	print_smallest_visible(summary, run->unit, file);
	if (!is_exact(run))
		print_parts_of_operations(summary, file);
}

static void print_notes(const struct run *run, const struct summary *summary, FILE *file)
{
	bool is_macro = plan__is_macro(&run->plan);

	if (is_macro)
		terminal_macro__print_legend(run, summary, file);
	else
		print_legend(run, summary, file);
	print_payload(run, file);
	for (size_t i = 0; i < summary->n; i++)
		print_note_on_row(run, &summary->rows[i], file);
	print_watched(run, file);
	print_other_hooks(run, file);
	print_elsewhere(run, file);
	if (!is_macro)
		print_counters(run, summary, file);
}

static void print_skipped(const struct run *run, FILE *file)
{
	int width = terminal_table__name_width(run);
	char text[1024];

	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		/* A twin is skipped for its program's reason. */
		if (c->available || plan__program(&run->plan, c->backend, true))
			continue;
		snprintf(text, sizeof(text), "%-*s skipped: %s", width, c->backend, c->reason);
		terminal_text__row(text, 0, width + 10, file);
		if (c->remedy[0])
			terminal_text__row(c->remedy, width + 10, width + 10, file);
	}
}

static void print_problems(const struct summary *summary, FILE *file)
{
	if (!summary->n_problems)
		return;
	fputc('\n', file);
	terminal_text__cell(file, COLOUR_BAD, 0, "INVALID");
	fputs(": do not rely on these numbers.\n", file);
	for (size_t i = 0; i < summary->n_problems && i < SUMMARY_PROBLEMS; i++)
		terminal_text__wrap(summary->problems[i], 2, file);
	if (summary->n_problems > SUMMARY_PROBLEMS)
		fprintf(file, "  and %zu more\n", summary->n_problems - SUMMARY_PROBLEMS);
}

/* The answer comes last, where the eye is when the run ends. */
static void print_answer(const struct run *run, const struct summary *summary, FILE *file)
{
	char text[1024] = "";
	struct sentence s = { .text = text, .size = sizeof(text) };

	if (summary->n_problems)
		return;
	run_answer__say(&s, run, summary);
	fputc('\n', file);
	terminal_text__wrap(text, 0, file);
}

void terminal__print_run(const struct run *run, const struct summary *summary, FILE *file)
{
	print_heading(run, summary, file);
	if (plan__is_macro(&run->plan))
		terminal_macro__print_table(run, summary, terminal_table__name_width(run), file);
	else
		terminal_table__print(run, summary, terminal_text__width(file), file);
	terminal_programs__print(run, summary, terminal_table__name_width(run), file);
	print_skipped(run, file);
	print_notes(run, summary, file);
	print_problems(summary, file);
	print_answer(run, summary, file);
}
