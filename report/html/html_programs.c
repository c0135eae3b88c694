// SPDX-License-Identifier: GPL-2.0-or-later
/* The users' own programs of a run: dispatch and body, and where they were attached. */
#include <inttypes.h>
#include <math.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"

static void write_part(double value, double low, double high, FILE *file)
{
	char cell[CELL_SIZE], range[CELL_SIZE];

	format__grouped(cell, value, true);
	print__html(file, "<td class=\"number\">%s", cell);
	if (low != high && isfinite(low)) {
		format__range(range, low, high);
		print__html(file, " (%s)", range);
	}
	fputs("</td>", file);
}

static void write_program(const struct report_run *r, const struct plan_program *p, FILE *file)
{
	const struct summary_row *row = summary__row(&r->summary, p->arm);
	const struct summary_row *twin = summary__row(&r->summary, p->twin);

	if (!row || !twin)
		return;
	print__html(file, "<tr><th scope=\"row\">%s</th>", p->arm);
	write_part(row->overhead, row->low, row->high, file);
	write_part(row->dispatch, twin->low, twin->high, file);
	write_part(row->body, row->body_low, row->body_high, file);
	fputs("</tr>\n", file);
}

static void write_parts(const struct report_run *r, FILE *file)
{
	print__html(
		file,
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Your programs\">\n<table class=\"results\">\n<caption>Your programs, in %s per operation. "
		"Dispatch: the same hooks with programs that return at once. Body: what the program adds to that.</caption>\n"
		"<thead><tr><th scope=\"col\">program</th><th scope=\"col\" class=\"number\">overhead</th>"
		"<th scope=\"col\" class=\"number\">dispatch</th><th scope=\"col\" class=\"number\">body</th></tr></thead>\n<tbody>\n",
		format__unit(&r->run));
	for (size_t i = 0; i < r->run.plan.n_programs; i++)
		write_program(r, &r->run.plan.programs[i], file);
	fputs("</tbody>\n</table></div>\n", file);
}

static void write_fact(const struct program_fact *fact, FILE *file)
{
	char runs[CELL_SIZE];

	print__html(file, "<li><code>%s</code> of %s (<code>%s</code>)", fact->name, fact->arm,
		    fact->section);
	if (!fact->attached)
		print__html(file, " was not attached: %s", fact->reason);
	else if (fact->target[0])
		print__html(file, " at <code>%s</code>", fact->target);
	format__runs(runs, program_fact__runs_per_operation(fact));
	if (runs[0])
		print__html(file, ": %s", runs);
	if (fact->instructions != COUNT_UNKNOWN)
		print__html(file, ", %" PRId64 " BPF instructions", fact->instructions);
	fputs("</li>\n", file);
}

void html_programs__write(const struct report_run *r, FILE *file)
{
	if (!r->run.plan.n_programs)
		return;
	write_parts(r, file);
	fputs("<ul class=\"programs\">\n", file);
	for (size_t i = 0; i < r->run.facts.n; i++)
		write_fact(&r->run.facts.v[i], file);
	fputs("</ul>\n", file);
}
