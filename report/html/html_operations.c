// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * In nanoseconds: what each hook adds to which operations, and what is said of those for which no
 * difference was found.
 */
#include "bench/base/print.h"
#include "report/figures/no_difference.h"
#include "report/figures/operation_parts.h"
#include "report/html/html_parts.h"

static void write_row(const struct summary_row *row, FILE *file)
{
	struct operation_parts parts;

	if (!operation_parts__format(row, &parts))
		return;
	print__html(file,
		    "<tr><th scope=\"row\">%s</th><td class=\"number\">%s</td>"
		    "<td class=\"number\">%s</td><td class=\"number\">%s</td></tr>\n",
		    format__row_name(row), parts.fastest, parts.median, parts.mean);
}

static void write_parts(const struct report_run *r, FILE *file)
{
	if (!operation_parts__are_known(&r->run, &r->summary))
		return;
	print__html(
		file,
		"<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Of which operations\">\n<table class=\"results\">\n"
		"<caption>What is added to which operations, in %s, each with its 95 %% interval. %s</caption>\n"
		"<thead><tr><th scope=\"col\">Backend</th><th scope=\"col\" class=\"number\">%s</th>"
		"<th scope=\"col\" class=\"number\">%s</th><th scope=\"col\" class=\"number\">%s</th></tr></thead>\n<tbody>\n",
		format__unit(&r->run), operation_parts_meaning, OPERATION_PARTS_FASTEST,
		OPERATION_PARTS_MEDIAN, OPERATION_PARTS_MEAN);
	for (size_t i = 0; i < r->summary.n; i++)
		write_row(&r->summary.rows[i], file);
	fputs("</tbody>\n</table></div>\n", file);
}

void html_operations__write(const struct report_run *r, FILE *file)
{
	size_t n = 0;

	if (r->run.unit != CLOCK_NANOSECONDS)
		return;
	write_parts(r, file);
	for (size_t i = 0; i < r->summary.n; i++) {
		char text[NO_DIFFERENCE_SIZE];

		no_difference__format(&r->run, &r->summary.rows[i], text);
		if (!text[0])
			continue;
		fputs(n++ ? "" : "<ul>\n", file);
		print__html(file, "<li>%s</li>\n", text);
	}
	if (n)
		fputs("</ul>\n", file);
}
