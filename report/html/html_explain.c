// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the instructions are spent: tables by function and by group, and flame graphs. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/number.h"
#include "bench/base/print.h"
#include "report/document/flame.h"
#include "report/document/flame_shades.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"
#include "report/verdicts/explanation.h"
#include "report/verdicts/stored_trials.h"

/* The number of functions in a table; all others share one row. */
#define MOST_FUNCTIONS 15

/* ---- tables ---- */

static void write_amount(int64_t instructions, double all, FILE *file)
{
	char cell[CELL_SIZE];

	format__grouped(cell, (double)instructions, true);
	print__html(file, "<td class=\"number\">%s</td>", cell);
	if (all > 0)
		fprintf(file, "<td class=\"number\">%.1f %%</td>",
			100 * (double)instructions / all);
	else
		fputs("<td class=\"number\">\342\200\223</td>", file);
}

static void write_sum(const struct explained *e, FILE *file)
{
	char used[CELL_SIZE], operations[CELL_SIZE];

	fputs("<tr><th scope=\"row\">Sum</th><td></td>", file);
	write_amount(e->sum, e->overhead, file);
	format__grouped(used, (double)e->used, false);
	format__grouped(operations, (double)e->operations, false);
	print__html(file,
		    "</tr></tbody></table></div>\n<p class=\"note\">From %s of %s"
		    " operations per trial: those with the shortest common length. %s</p>\n",
		    used, operations,
		    !e->exact ? "The sum does not equal the overhead: do not rely on it."
		    : e->low < e->high
			    ? "The sum is the overhead of the first round; the rounds differ."
			    : "The sum equals the overhead exactly.");
}

static void write_functions(const struct explained *e, FILE *file)
{
	int64_t rest = 0;
	size_t shown = 0;

	print__html(
		file,
		"<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Functions of %s\">",
		e->backend);
	fputs("<table><thead><tr><th scope=\"col\">Function</th>"
	      "<th scope=\"col\">Purpose</th><th scope=\"col\" class=\"number\">Instructions<small>per call, over none</small></th><th scope=\"col\" class=\"number\">Share</th></tr></thead><tbody>\n",
	      file);
	for (size_t i = 0; i < e->n; i++) {
		const struct explained_function *f = &e->functions[i];
		int64_t more = f->hook - f->none;

		if (shown == MOST_FUNCTIONS) {
			rest += more;
			continue;
		}
		shown++;
		fputs("<tr><th scope=\"row\"><code>", file);
		encode__write(file, TO_HTML, f->name);
		print__html(file,
			    "</code></th><td><i class=\"swatch\" style=\"--part:%s\"></i>%s</td>",
			    html_group__colour(f->group), group__name(f->group));
		write_amount(more, e->overhead, file);
		fputs("</tr>\n", file);
	}
	if (e->n > shown) {
		print__html(file, "<tr><th scope=\"row\">%zu more function%s</th><td></td>",
			    e->n - shown, number__s(e->n - shown));
		write_amount(rest, e->overhead, file);
		fputs("</tr>\n", file);
	}
	write_sum(e, file);
}

/* ---- flame graphs ---- */

static int add_stacks(struct flame *flame, json_t *stacks, double sign)
{
	const char *stack;
	json_t *weight;
	int err = 0;

	json_object_foreach (stacks, stack, weight)
		if (!err)
			err = flame__add(flame, stack, sign * json_number_value(weight));
	return err;
}

/* The drivers of functions: with the hook, and what is subtracted, which may be NULL. */
struct functions_drivers {
	const struct driver *driver;
	const json_t *hook, *none;
};

static int64_t driver_of(const json_t *functions, const struct driver *driver, const char *function)
{
	int64_t n = json_integer_value(
		json_object_get(json_object_get(functions, function), driver->key));

	return n >= 0 && n <= DRIVER_MAX ? n : 0;
}

/* Of how deep a function is on the stack, the difference would say little. */
static int64_t shade_of(const void *context, const char *function)
{
	const struct functions_drivers *f = context;
	int64_t hook = driver_of(f->hook, f->driver, function);

	return f->driver->whole == WHOLE_LARGEST ? hook
						 : hook - driver_of(f->none, f->driver, function);
}

static const json_t *functions_of(const json_t *drivers, const char *backend)
{
	return json_object_get(stored_trials__find(drivers, backend), "functions");
}

static void write_flame(const struct report *report, const struct report_run *r,
			const struct explained *e, bool difference, size_t number, FILE *file)
{
	struct flame *flame = flame__new();
	char name[96], title[160];
	const json_t *drivers = r->run.drivers;
	const struct functions_drivers functions = {
		.driver = report->flame_by,
		.hook = functions_of(drivers, e->backend),
		.none = difference ? functions_of(drivers,
						  stored_trials__over(drivers, &r->run, e->backend))
				   : NULL,
	};
	const struct flame_shades shades = { report->flame_by ? report->flame_by->key : "",
					     shade_of, &functions };
	struct flame_look look = { name,
				   title,
				   "instructions",
				   0,
				   html_flame__colour,
				   report->flame_by ? &shades : NULL };

	if (!flame)
		return;
	snprintf(name, sizeof(name), "flame_%zu%s", number, difference ? "_more" : "");
	snprintf(title, sizeof(title), "%.64s%s: instructions by call stack", e->backend,
		 difference ? ", over none" : "");
	if (!add_stacks(flame, e->stacks, 1) &&
	    (!difference || !add_stacks(flame, e->none_stacks, -1))) {
		html_flame__write(flame, &look,
				  difference ? "What the hook adds, without what it makes cheaper"
					     : "The whole operation",
				  file);
	}
	flame__free(flame);
}

/* ---- all of it ---- */

static void write_backend(const struct report *report, const struct report_run *r,
			  const struct explained *e, size_t number, FILE *file)
{
	char cell[CELL_SIZE];

	format__grouped(cell, e->overhead, true);
	fputs("<details><summary>", file);
	encode__write(file, TO_HTML, e->backend);
	print__html(file, ": where its %s instructions are spent</summary>\n", cell);
	write_functions(e, file);
	/* The graphs of ten runs would make the page several megabytes large. */
	if (e->stacks && report->n == 1) {
		write_flame(report, r, e, true, number, file);
		write_flame(report, r, e, false, number, file);
	}
	fputs("</details>\n", file);
}

void html_explain__write(const struct report *report, const struct report_run *r,
			 const struct explanation *e, const char *backend, FILE *file)
{
	for (size_t i = 1; i < e->n; i++)
		if (!strcmp(e->v[i].backend, backend))
			write_backend(report, r, &e->v[i], i, file);
}
