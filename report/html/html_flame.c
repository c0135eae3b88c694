// SPDX-License-Identifier: GPL-2.0-or-later
/* Flame graphs in a page. */
#include "bench/base/print.h"
#include "report/document/flame.h"
#include "report/html/html_bars.h"
#include "report/html/html_parts.h"
#include "report/verdicts/function_groups.h"

/*
 * All are light enough for black text. What comes before the program is blue, its surroundings are
 * green, and what comes after it is purple: neighbours in a bar are told apart, and none has the
 * colour of a backend.
 */
const char *html_group__colour(enum group group)
{
	static const char *const colours[N_GROUPS] = {
		[GROUP_GETTING_THERE] = "#A9CFEA",  [GROUP_DISPATCH] = "#6FA9D6",
		[GROUP_BPF_ENTRY_EXIT] = "#A5DBB0", [GROUP_PROGRAM] = "#5FBF7F",
		[GROUP_INSTRUCTION] = "#DCCBEF",    [GROUP_WAY_BACK] = "#B79DDB",
		[GROUP_MITIGATIONS] = "#F3B36C",    [GROUP_REST] = "#CBCFD3",
	};

	return colours[group];
}

/* Colours by purpose: the code of a hook stands out from the hooked function. */
const char *html_flame__colour(const char *function)
{
	return html_group__colour(group__of(function));
}

static void see_group(void *context, const char *function)
{
	bool *seen = context;

	seen[group__of(function)] = true;
}

/* Of the groups that are in the graph. */
static void write_key(const struct flame *flame, FILE *file)
{
	struct html_bar_part groups[N_GROUPS];
	const struct html_bar_part *parts[N_GROUPS];
	bool seen[N_GROUPS] = { false };
	size_t n = 0;

	flame__visit(flame, see_group, seen);
	for (int g = 0; g < N_GROUPS; g++) {
		if (!seen[g])
			continue;
		groups[n] = (struct html_bar_part){ group__name((enum group)g),
						    html_group__colour((enum group)g), 0 };
		parts[n] = &groups[n];
		n++;
	}
	html_key__write(parts, n, file);
}

void html_flame__write(const struct flame *flame, const struct flame_look *look,
		       const char *caption, FILE *file)
{
	fputs("<figure class=\"flame\">\n", file);
	if (look->colour == html_flame__colour && !look->shades)
		write_key(flame, file);
	fputs("<div class=\"plot\" role=\"img\" aria-label=\"", file);
	encode__write(file, TO_HTML, look->title);
	fputs("; the table has the figures\">\n", file);
	flame__write_svg(flame, look, file);
	fputs("</div><figcaption>", file);
	encode__write(file, TO_HTML, caption);
	fputs(". Each box is a function, and its width is its cost including the functions that it calls, which are above it.</figcaption></figure>\n",
	      file);
}
