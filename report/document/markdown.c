// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/markdown.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/document/across_runs.h"
#include "report/document/answer.h"
#include "report/figures/company.h"
#include "report/figures/format.h"
#include "report/figures/hooked.h"
#include "report/figures/no_difference.h"
#include "report/figures/operation_parts.h"
#include "report/figures/repeat.h"
#include "report/figures/run_state.h"

#define MAX_PROBLEMS 4 /* per run; more are only counted */
#define MAX_INVALID  8 /* runs listed with their problem; more are only counted */

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "unknown";
}

/* ---- validity ---- */

static void write_problems(const struct report_run *r, size_t most, bool is_labelled, FILE *file)
{
	size_t n = r->summary.n_problems;

	for (size_t i = 0; i < n && i < most && i < SUMMARY_PROBLEMS; i++) {
		fputs("- ", file);
		if (is_labelled)
			print__markdown(file, "%s: ", r->label);
		encode__write(file, TO_MARKDOWN, r->summary.problems[i]);
		if (i + 1 == most && n > most)
			fprintf(file, " (and %zu more)", n - most);
		fputc('\n', file);
	}
}

/* Of runs without a fault: whether they show anything. */
static void write_unsure(const struct report *report, FILE *file)
{
	char why[RUN_STATE_SIZE];

	if (!across_runs__count_unsure(report)) {
		fputs(report->n == 1 ? "The run is valid.\n\n" : "All runs are valid.\n\n", file);
		return;
	}
	for (size_t i = 0; i < report->n; i++) {
		const struct report_run *r = &report->runs[i];

		run_state__format(&r->run, &r->summary, why);
		if (!why[0])
			continue;
		if (report->n > 1)
			print__markdown(file, "%s: ", r->label);
		print__markdown(file, "**%s.**\n\n", why);
	}
}

static void write_validity(const struct report *report, FILE *file)
{
	size_t n = across_runs__count_invalid(report), listed = 0;

	if (!n) {
		write_unsure(report, file);
		return;
	}
	fputs("**INVALID: do not rely on these numbers.**\n\n", file);
	for (size_t i = 0; i < report->n; i++) {
		const struct report_run *r = &report->runs[i];

		if (!r->summary.n_problems || listed++ >= MAX_INVALID)
			continue;
		write_problems(r, report->n == 1 ? MAX_PROBLEMS : 1, report->n > 1, file);
	}
	if (listed > MAX_INVALID)
		print__markdown(file, "- and %zu more run%s\n", listed - MAX_INVALID,
				number__s(listed - MAX_INVALID));
	fputc('\n', file);
}

static void write_skipped(const struct report_run *r, FILE *file)
{
	size_t n = 0;

	for (size_t i = 0; i < r->run.n_capabilities; i++) {
		const struct capability *c = &r->run.capabilities[i];

		if (!c->available)
			print__markdown(file, "%s%s (%s)", n++ ? ", " : "Skipped: ", c->backend,
					c->reason);
	}
	if (n)
		fputs(".\n\n", file);
}

/* ---- one run ---- */

static void write_setup(const struct report_run *r, FILE *file)
{
	const struct run *run = &r->run;
	unsigned int rounds = run__count_rounds(run);
	char cycles[CELL_SIZE], company[COMPANY_SIZE], hooked[HOOKED_SIZE];

	format__grouped(cycles, (double)run->plan.cycles, false);
	company__format(&run->plan, company);
	hooked__format(run, hooked);
	print__markdown(file, "%s on %s", hooked, text_of(run->environment, "kernel_release"));
	if (run->vm)
		print__markdown(file, " (VM, %s, %s)", text_of(run->vm, "accelerator"),
				text_of(run->vm, "cpu_model"));
	print__markdown(file, "; %s, payload %s; %u round%s of %s operation%s per backend",
			plan__subject(&run->plan), run->plan.payload, rounds, number__s(rounds),
			cycles, number__s(run->plan.cycles));
	if (run->plan.threads > 1)
		fprintf(file, " and thread, %u threads", run->plan.threads);
	if (company[0])
		print__markdown(file, "; %s", company);
	fputs(".\n\n", file);
}

static void write_row(const struct run *run, const struct summary_row *row, FILE *file)
{
	char cost[CELL_SIZE], overhead[CELL_SIZE] = "-", range[CELL_SIZE] = "-";
	char ratio[CELL_SIZE], p99[CELL_SIZE], hits[CELL_SIZE];

	format__grouped(cost, row->cost, false);
	if (!row->reference || row->control) {
		format__grouped(overhead, row->overhead, true);
		format__range(range, row->low, row->high);
	}
	format__ratio(ratio, row->times_cheapest);
	format__short(p99, row->p99);
	format__grouped(hits, row->hits == COUNT_UNKNOWN ? NAN : (double)row->hits, false);
	fputs("| ", file);
	encode__write(file, TO_MARKDOWN, format__row_name(row));
	print__markdown(file, " | %s | %s |", cost, overhead);
	if (run->unit == CLOCK_NANOSECONDS)
		print__markdown(file, " %s |", range);
	print__markdown(file, " %s | %s | %s |\n", ratio, p99, hits);
}

static void write_table(const struct report_run *r, FILE *file)
{
	const char *unit = format__unit(&r->run);
	bool has_interval = r->run.unit == CLOCK_NANOSECONDS;

	print__markdown(file, "| backend | cost (%s) | overhead (%s) |", unit, unit);
	if (has_interval)
		print__markdown(file, " 95 %% interval (%s) |", unit);
	print__markdown(file, " ratio (\303\227 cheapest) | p99 (%s) | hits (count) |\n", unit);
	fputs(has_interval ? "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
			   : "| --- | ---: | ---: | ---: | ---: | ---: |\n",
	      file);
	for (size_t i = 0; i < r->summary.n; i++)
		write_row(&r->run, &r->summary.rows[i], file);
	fputc('\n', file);
}

/* In nanoseconds: what is added to which operations, and of which hooks no difference is shown. */
static void write_operations(const struct report_run *r, FILE *file)
{
	if (!operation_parts__are_known(&r->run, &r->summary))
		return;
	print__markdown(file,
			"| added (%s) to | " OPERATION_PARTS_FASTEST " | " OPERATION_PARTS_MEDIAN
			" | " OPERATION_PARTS_MEAN " |\n| --- | ---: | ---: | ---: |\n",
			format__unit(&r->run));
	for (size_t i = 0; i < r->summary.n; i++) {
		struct operation_parts parts;

		if (operation_parts__format(&r->summary.rows[i], &parts))
			print__markdown(file, "| %s | %s | %s | %s |\n",
					format__row_name(&r->summary.rows[i]), parts.fastest,
					parts.median, parts.mean);
	}
	print__markdown(file, "\nEach with its 95 %% interval. %s\n\n", operation_parts_meaning);
}

static void write_no_differences(const struct report_run *r, FILE *file)
{
	size_t n = 0;

	for (size_t i = 0; i < r->summary.n; i++) {
		char text[NO_DIFFERENCE_SIZE];

		no_difference__format(&r->run, &r->summary.rows[i], text);
		if (text[0] && r->run.unit == CLOCK_NANOSECONDS)
			print__markdown(file, "%s- %s", n++ ? "\n" : "", text);
	}
	if (n)
		fputs("\n\n", file);
}

/* What the user's own programs cost: their hooks, and their bodies. */
static void write_programs(const struct report_run *r, FILE *file)
{
	char overhead[CELL_SIZE], dispatch[CELL_SIZE], body[CELL_SIZE];
	size_t n = 0;

	for (size_t i = 0; i < r->summary.n; i++) {
		const struct summary_row *row = &r->summary.rows[i];

		if (!isfinite(row->dispatch) || !isfinite(row->body))
			continue;
		if (!n++)
			print__markdown(
				file,
				"| program | overhead (%s) | dispatch | body |\n| --- | ---: | ---: | ---: |\n",
				format__unit(&r->run));
		format__grouped(overhead, row->overhead, true);
		format__grouped(dispatch, row->dispatch, true);
		format__grouped(body, row->body, true);
		print__markdown(file, "| %s | %s | %s | %s |\n", row->backend, overhead, dispatch,
				body);
	}
	if (n)
		fputs("\nDispatch: the same hooks with programs that return at once. Body: what the program itself adds.\n\n",
		      file);
}

/* An indented block: one line, which nothing ends early. */
static void write_command(const struct run *run, FILE *file)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	if (!stream)
		return;
	repeat__write(run, stream);
	if (!fclose(stream)) {
		print__code(file, "Again%s:\n\n    %s\n",
			    repeat__image(run)
				    ? " (put the path of the kernel's image in place of its name)"
				    : "",
			    text);
	}
	free(text);
}

static void write_run(const struct report_run *r, FILE *file)
{
	write_setup(r, file);
	write_table(r, file);
	write_operations(r, file);
	write_no_differences(r, file);
	write_programs(r, file);
	write_skipped(r, file);
	fputs(r->run.unit == CLOCK_INSTRUCTIONS
		      ? "Instructions are counted, not sampled: all rounds agree, or the run is invalid. Overhead: cost minus the cost of none.\n\n"
		      : "Overhead: cost minus the cost of none in the same round, with its 95 % confidence interval.\n\n",
	      file);
	write_command(&r->run, file);
}

/* ---- several runs ---- */

/* "373 (+16, regression)"; an unchanged value needs no words. */
static void write_cell(const struct matrix_row *row, const char *backend, FILE *file)
{
	const struct comparison_row *change = across_runs__change_of(row, backend);
	const char *verdict = "";
	char cell[CELL_SIZE], interval[CELL_SIZE], difference[CELL_SIZE] = "";

	if (change && change->verdict != VERDICT_SAME)
		verdict = verdict__name(change->verdict);
	if (change && isfinite(change->difference) && change->difference != 0)
		format__grouped(difference, change->difference, true);
	format__grouped(cell, across_runs__value(row, backend), false);
	across_runs__format_interval(interval, row, backend);
	print__markdown(file, " %s%s", cell, interval);
	if (verdict[0] || difference[0])
		print__markdown(file, " (%s%s%s)", difference,
				verdict[0] && difference[0] ? ", " : "", verdict);
	fputs(" |", file);
}

static void write_matrix_row(const struct report *report, const struct matrix_row *row,
			     const char *const *names, size_t n, FILE *file)
{
	fputs("| ", file);
	encode__write(file, TO_MARKDOWN, across_runs__label(report, row));
	fputs(row->run && row->summary.n_problems ? " **INVALID** |" : " |", file);
	if (!row->run)
		print__markdown(file, " not measured: %s", row->reason ? row->reason : "unknown");
	for (size_t i = 0; row->run && i < n; i++)
		write_cell(row, names[i], file);
	for (size_t i = 0; !row->run && i < n; i++)
		fputs(" |", file);
	fputc('\n', file);
}

static void write_matrix(const struct report *report, FILE *file)
{
	const char *names[PLAN_MAX_BACKENDS], *unit = across_runs__unit(report);
	size_t n = across_runs__backends(report, names);

	fputs("| run |", file);
	for (size_t i = 0; i < n; i++) {
		fputc(' ', file);
		encode__write(file, TO_MARKDOWN, names[i]);
		fputs(across_runs__is_reference(report, names[i]) ? " (cost) |" : " |", file);
	}
	fputs("\n| --- |", file);
	for (size_t i = 0; i < n; i++)
		fputs(" ---: |", file);
	fputc('\n', file);
	for (size_t i = 0; i < report->matrix.n; i++)
		write_matrix_row(report, &report->matrix.rows[i], names, n, file);
	print__markdown(file, "\nOverhead per operation in %s%s; for none, the cost.\n",
			unit ? unit : "each run's own unit",
			report->matrix.is_series ? "" : ", with the difference from the run above");
	if (report->matrix.is_series)
		fputs("The runs differ on purpose: there is no verdict.\n\n", file);
	else
		fputs(unit && !strcmp(unit, "instructions")
			      ? "Instructions are exact: every difference is real.\n\n"
			      : "Verdicts have 95 % confidence, for all hooks together.\n\n",
		      file);
}

static void write_runs(const struct report *report, FILE *file)
{
	if (report->has_matrix)
		write_matrix(report, file);
	price_list__write(&report->prices, TO_MARKDOWN, file);
	fputs("First run: ", file);
	write_setup(&report->runs[0], file);
	for (size_t i = 0; i < report->n; i++) {
		bool any = false;

		for (size_t j = 0; j < report->runs[i].run.n_capabilities; j++)
			any |= !report->runs[i].run.capabilities[j].available;
		if (any) {
			print__markdown(file, "%s: ", report->runs[i].label);
			write_skipped(&report->runs[i], file);
		}
	}
}

void markdown__write(const struct report *report, FILE *file)
{
	char text[ANSWER_SIZE];

	answer__format(report, text, sizeof(text));
	fputs("**", file);
	encode__write(file, TO_MARKDOWN, text);
	fputs("**\n\n", file);
	if (!report->n)
		return;
	write_validity(report, file);
	if (report->n == 1)
		write_run(&report->runs[0], file);
	else
		write_runs(report, file);
}
