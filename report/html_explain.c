// SPDX-License-Identifier: GPL-2.0-or-later
#include <inttypes.h>

#include "report/explanation.h"
#include "report/flame.h"
#include "report/html_parts.h"
#include "report/html_text.h"

static void write_functions(const struct explained *e, FILE *file)
{
	fputs("<table><thead><tr><th scope=\"col\">function</th><th scope=\"col\">group</th>"
	      "<th scope=\"col\">instructions</th></tr></thead><tbody>\n",
	      file);
	for (size_t i = 0; i < e->n; i++) {
		const struct explained_function *f = &e->functions[i];

		fputs("<tr><th scope=\"row\">", file);
		html_text__write(file, f->name);
		fprintf(file, "</th><td>%s</td><td>%" PRId64 "</td></tr>\n", group__name(f->group),
			f->hook - f->none);
	}
	fputs("</tbody></table>\n", file);
}

static void write_backend(const struct explained *e, FILE *file)
{
	fputs("<details><summary>", file);
	html_text__print(file, "Where %s spends its %" PRId64 " instructions", e->backend, e->sum);
	fputs("</summary>\n", file);
	if (!e->exact)
		fputs("<p><strong>INVALID: the parts do not add up to the overhead.</strong></p>\n",
		      file);
	write_functions(e, file);
	fputs("<p>What it has more than none, by caller (at the top) and function:</p>\n", file);
	flame__write(e->stacks, e->none_stacks, file);
	fputs("<p>The whole operation:</p>\n", file);
	flame__write(e->stacks, NULL, file);
	fputs("</details>\n", file);
}

void html_explain__write(const struct report_run *r, FILE *file)
{
	struct explanation e;

	if (!r->run.explain || explanation__make(&r->run, &r->summary, &e))
		return;
	fputs("<h3>Where the instructions are spent</h3>\n", file);
	for (size_t i = 0; i < e.n; i++)
		if (e.v[i].none_stacks)
			write_backend(&e.v[i], file);
	explanation__free(&e);
}
