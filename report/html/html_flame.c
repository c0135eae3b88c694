// SPDX-License-Identifier: GPL-2.0-or-later
/* Flame graphs in a page. */
#include "bench/base/print.h"
#include "report/document/flame.h"
#include "report/html/html_parts.h"
#include "report/verdicts/function_groups.h"

/* Colours by purpose: the code of a hook stands out from the hooked function. */
const char *html_flame__colour(const char *function)
{
	static const char *const colours[N_GROUPS] = {
		[GROUP_GETTING_THERE] = "#56b4e9",  [GROUP_DISPATCH] = "#e69f00",
		[GROUP_BPF_ENTRY_EXIT] = "#cc79a7", [GROUP_PROGRAM] = "#009e73",
		[GROUP_WAY_BACK] = "#d5762b",	    [GROUP_MITIGATIONS] = "#f0e442",
		[GROUP_INSTRUCTION] = "#0072b2",    [GROUP_REST] = "#c8ccd0",
	};

	return colours[group__of(function)];
}

void html_flame__write(const struct flame *flame, const struct flame_look *look,
		       const char *caption, FILE *file)
{
	fputs("<figure><div class=\"plot\" role=\"img\" aria-label=\"", file);
	encode__write(file, TO_HTML, look->title);
	fputs("; the table has the figures\">\n", file);
	flame__write_svg(flame, look, file);
	fputs("</div><figcaption>", file);
	encode__write(file, TO_HTML, caption);
	fputs(". Each box is a function, and its width is its cost including the functions that it calls, which are above it.</figcaption></figure>\n",
	      file);
}
