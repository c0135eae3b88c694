// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/terminal_programs.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/figures/format.h"

#define VALUE_WIDTH 12

/* Instructions: one number. Nanoseconds: the estimate with its interval. */
static void format_part(char *cell, double value, double low, double high)
{
	if (low != high && isfinite(low))
		format__interval(cell, value, low, high);
	else
		format__grouped(cell, value, true);
}

static void print_parts(const struct run *run, const struct summary *summary, int width, FILE *file)
{
	char total[CELL_SIZE], dispatch[CELL_SIZE], body[CELL_SIZE];
	/* The table of a command above has another unit. */
	const char *heading = plan__is_macro(&run->plan) ? "program, ns" : "program";
	bool has_heading = false;

	for (size_t i = 0; i < run->plan.n_programs; i++) {
		const struct plan_program *p = &run->plan.programs[i];
		const struct summary_row *row = summary__row(summary, p->arm);
		const struct summary_row *twin = summary__row(summary, p->twin);

		if (!row || !twin)
			continue;
		if (!has_heading)
			print__terminal(file, "\n%-*s %*s   %*s   %*s\n", width, heading,
					VALUE_WIDTH, "overhead", VALUE_WIDTH, "dispatch",
					VALUE_WIDTH, "body");
		has_heading = true;
		format_part(total, row->overhead, row->low, row->high);
		format_part(dispatch, row->dispatch, twin->low, twin->high);
		format_part(body, row->body, row->body_low, row->body_high);
		print__terminal(file, "%-*s %*s = %*s + %*s\n", width, p->arm, VALUE_WIDTH, total,
				VALUE_WIDTH, dispatch, VALUE_WIDTH, body);
	}
	if (has_heading)
		print__terminal(
			file,
			"dispatch: of the twin, the same hooks with programs that return at once.\n"
			"body: the program - its twin, within a round.\n");
}

static void print_fact(const struct program_fact *fact, FILE *file)
{
	char runs[CELL_SIZE];

	print__terminal(file, "  %s (%s)", fact->name, fact->section);
	if (!fact->attached) {
		print__terminal(file, " not attached%s%s\n", fact->reason[0] ? ": " : "",
				fact->reason);
		if (fact->remedy[0])
			print__terminal(file, "    %s\n", fact->remedy);
		return;
	}
	if (fact->target[0])
		print__terminal(file, " at %s", fact->target);
	format__runs(runs, program_fact__runs_per_operation(fact));
	if (runs[0])
		print__terminal(file, ", %s", runs);
	if (fact->instructions != COUNT_UNKNOWN)
		print__terminal(file, ", %" PRId64 " BPF instructions", fact->instructions);
	fputc('\n', file);
}

static bool has_ring_buffer(const struct run *run, const char *arm)
{
	for (size_t i = 0; i < run->maps.n; i++)
		if (!strcmp(run->maps.v[i].arm, arm) && !strcmp(run->maps.v[i].type, "ringbuf"))
			return true;
	return false;
}

/* How many events have got lost is known, unless a ring buffer was more than half full. */
static void print_fill(const struct run *run, const char *arm, FILE *file)
{
	bool is_known = true;

	for (size_t i = 0; i < run->n_trials; i++)
		if (!strcmp(run->trials[i].backend, arm) && run->trials[i].lost == COUNT_UNKNOWN)
			is_known = false;
	if (!is_known && has_ring_buffer(run, arm))
		print__terminal(
			file,
			"  A ring buffer was more than half full: events may have been lost, and so cost less.\n");
}

void terminal_programs__print_facts(const struct run *run, FILE *file)
{
	for (size_t i = 0; i < run->plan.n_programs; i++) {
		const struct plan_program *p = &run->plan.programs[i];
		size_t n;
		const struct program_fact *facts = program_facts__find(&run->facts, p->arm, &n);

		if (n)
			print__terminal(file, "\n%s (%s):\n", p->arm, p->source);
		for (size_t j = 0; j < n; j++)
			print_fact(&facts[j], file);
		print_fill(run, p->arm, file);
	}
}

void terminal_programs__print(const struct run *run, const struct summary *summary, int width,
			      FILE *file)
{
	print_parts(run, summary, width, file);
	terminal_programs__print_facts(run, file);
}
