// SPDX-License-Identifier: GPL-2.0-or-later
/* What makes the instructions of a run's operations dear: a row a driver, a column a backend. */
#include <inttypes.h>

#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"
#include "report/verdicts/drivers.h"

static bool is_there(const struct drivers *drivers, enum driver_id driver)
{
	for (size_t i = 0; i < drivers->n; i++)
		if (drivers->v[i].of[driver].none || drivers->v[i].of[driver].hook)
			return true;
	return false;
}

static void write_head(const struct drivers *drivers, FILE *file)
{
	fputs("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Drivers\"><table><thead><tr>"
	      "<th scope=\"col\">Driver</th>",
	      file);
	for (size_t i = 0; i < drivers->n; i++)
		print__html(file, "<th scope=\"col\" class=\"number\">%s</th>",
			    drivers->v[i].backend);
	fputs("</tr></thead><tbody>\n", file);
}

static void write_row(const struct drivers *drivers, enum driver_id driver, FILE *file)
{
	print__html(file, "<tr><th scope=\"row\"><code>%s</code><small>%s</small></th>",
		    driver_table[driver].key, driver_table[driver].help);
	for (size_t i = 0; i < drivers->n; i++) {
		const struct driven *d = &drivers->v[i];
		char cell[CELL_SIZE];

		format__grouped(cell, (double)driven_pair__difference(&d->of[driver]),
				!d->reference);
		print__html(file, "<td class=\"number\">%s</td>", cell);
	}
	fputs("</tr>\n", file);
}

static void write_parts(const struct driven_function *f, FILE *file)
{
	const char *comma = "";

	for (int i = DRIVER_PLAIN + 1; i < N_DRIVERS; i++) {
		int64_t n = driven_pair__difference(&f->of[i]);
		char cell[CELL_SIZE];

		if (!n || driver_table[i].whole == WHOLE_LARGEST)
			continue;
		format__grouped(cell, (double)n, false);
		print__html(file, "%s%s %s", comma, cell, driver_table[i].key);
		comma = ", ";
	}
	if (f->of[DRIVER_STACK].hook)
		print__html(file, "%sstack to %" PRId64, comma, f->of[DRIVER_STACK].hook);
}

/* Those with instructions of their own: the others differ in where the same memory lies. */
static void write_functions(const struct driven *d, FILE *file)
{
	fputs("<details><summary>", file);
	print__html(
		file,
		"%s: what is dear, by function</summary>\n"
		"<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Drivers of %s by function\">"
		"<table><thead><tr><th scope=\"col\">Function</th>"
		"<th scope=\"col\" class=\"number\">Instructions</th><th scope=\"col\">Of these, and what they do</th></tr></thead>"
		"<tbody>\n",
		d->backend, d->backend);
	for (size_t i = 0; i < d->n_functions; i++) {
		const struct driven_function *f = &d->functions[i];
		int64_t n = driven_pair__difference(&f->of[DRIVER_INSTRUCTIONS]);
		char cell[CELL_SIZE];

		if (!n)
			continue;
		format__grouped(cell, (double)n, true);
		print__html(
			file,
			"<tr><th scope=\"row\"><code>%s</code></th><td class=\"number\">%s</td><td>",
			f->name, cell);
		write_parts(f, file);
		fputs("</td></tr>\n", file);
	}
	fputs("</tbody></table></div></details>\n", file);
}

void html_drivers__write(const struct report_run *r, FILE *file)
{
	struct drivers drivers;

	if (!r->run.drivers || drivers__check(&r->run, r->path) ||
	    drivers__make(&r->run, &r->summary, &drivers))
		return;
	fputs("<h3>What makes the instructions dear</h3>\n", file);
	html_driver_bars__write(&drivers, file);
	write_head(&drivers, file);
	for (int i = 0; i < N_DRIVERS; i++)
		if (is_there(&drivers, (enum driver_id)i))
			write_row(&drivers, (enum driver_id)i, file);
	print__html(
		file,
		"</tbody></table></div>\n<p class=\"note\">Per operation: those of %s, and what each other adds. "
		"Lines and pages of data vary by one or two with where memory lies. %s</p>\n",
		drivers.n ? drivers.v[0].backend : "",
		drivers__add_up(&drivers) ? "The classes and the functions add up exactly."
					  : "The parts do not add up: do not rely on them.");
	html_hot_cold__write(&drivers, file);
	for (size_t i = 0; i < drivers.n; i++)
		if (!drivers.v[i].reference)
			write_functions(&drivers.v[i], file);
	drivers__free(&drivers);
}
