// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/plots/plot_svg.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* If the text at `at` begins with `words`, moves `at` past them and returns true. */
static bool take(const char **at, const char *words)
{
	size_t n = strlen(words);

	if (strncmp(*at, words, n) != 0)
		return false;
	*at += n;
	return true;
}

/* Turns `showHypertext(evt,'kprobe: 3 ns')" onmouseout="..."><title> </title>` into a title. */
static void copy_point(const char **at, FILE *out)
{
	const char *quote = strstr(*at, "')\""), *end;
	size_t n = quote ? (size_t)(quote - *at) : strlen(*at);

	fprintf(out, "<g><title>%.*s</title>", (int)n, *at);
	end = strstr(*at, "</title>");
	*at = end ? end + strlen("</title>") : *at + strlen(*at);
}

/* Copies `7" ><title>fentry</title>` after the plot's name: points have the title of their line. */
static void copy_line(const char **at, const char *name, char *label, size_t size, FILE *out)
{
	size_t digits = strspn(*at, "0123456789"), n;
	char automatic[128];

	fprintf(out, "<g id=\"%s_plot_%.*s\">", name, (int)digits, *at);
	snprintf(automatic, sizeof(automatic), "%s_plot_%.*s", name, (int)digits, *at);
	*at += digits;
	if (!take(at, "\" ><title>"))
		return;
	n = strcspn(*at, "<");
	if (n != strlen(automatic) || strncmp(*at, automatic, n) != 0)
		snprintf(label, size, "%.*s", (int)n, *at);
	if (label[0])
		fprintf(out, "<title>%s</title>", label);
	*at += n;
	take(at, "</title>");
}

/* Skips an empty group; gnuplot writes many of them. */
static bool skip_empty_group(const char **at)
{
	const char *end;

	if (strncmp(*at, "<g fill=\"none\"", strlen("<g fill=\"none\"")) != 0)
		return false;
	end = strchr(*at, '>');
	if (!end || strncmp(end, ">\n</g>\n", strlen(">\n</g>\n")) != 0)
		return false;
	*at = end + strlen(">\n</g>\n");
	return true;
}

/* Replaces attributes that only repeat SVG's defaults: half of gnuplot's file. */
static const struct {
	const char *words, *instead;
} replacements[] = {
	{ "<tspan font-family=\"sans-serif\" >", "<tspan>" },
	{ "stroke='black'", "stroke='currentColor'" },
	{ "fill=\"black\"", "fill=\"currentColor\"" },
	{ " color=\"black\"", "" },
	{ " stroke-width=\"1.00\"", "" },
	{ " stroke-linecap=\"butt\"", "" },
	{ " stroke-linejoin=\"miter\"", "" },
};

static bool copy_replacement(const char **at, FILE *out)
{
	for (size_t i = 0; i < sizeof(replacements) / sizeof(*replacements); i++)
		if (take(at, replacements[i].words)) {
			fputs(replacements[i].instead, out);
			return true;
		}
	return false;
}

/* Prefixes definitions and references with the plot's name: id='gpPt0', '#gpPt0', url(#textbox). */
static bool copy_id(const char **at, const char *name, FILE *out)
{
	static const char *const ids[] = { "gpDot", "gpPt", "textbox", "greybox",
					   "gnuplot_canvas" };
	const char *word = *at;

	if (*word != '\'' && *word != '"' && *word != '#')
		return false;
	word += 1 + (word[0] != '#' && word[1] == '#');
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		if (strncmp(word, ids[i], strlen(ids[i])) != 0)
			continue;
		fprintf(out, "%.*s%s_", (int)(word - *at), *at, name);
		fputc(*word, out);
		*at = word + 1;
		return true;
	}
	return false;
}

static void copy_clean(const char *at, const char *name, FILE *out)
{
	char label[1024] = "", begin_line[128];

	snprintf(begin_line, sizeof(begin_line), "<g id=\"%s_plot_", name);
	while (*at) {
		if (take(&at, "<g onmousemove=\"gnuplot_svg.showHypertext(evt,'"))
			copy_point(&at, out);
		else if (take(&at, begin_line))
			copy_line(&at, name, label, sizeof(label), out);
		else if (!skip_empty_group(&at) && !copy_replacement(&at, out) &&
			 !copy_id(&at, name, out))
			fputc(*at++, out);
	}
}

/* XML forbids "]]>" in text, and gnuplot leaves it; it writes no CDATA, which would end so. */
static void copy_text(const char *at, const char *name, FILE *out)
{
	(void)name;
	while (*at) {
		if (take(&at, "]]>"))
			fputs("]]&gt;", out);
		else
			fputc(*at++, out);
	}
}

/* What `copy` makes of the text; NULL when out of memory. */
static char *text_of(void (*copy)(const char *at, const char *name, FILE *out), const char *svg,
		     const char *name)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	copy(svg, name, out);
	fclose(out);
	return text;
}

char *plot_svg__clean(const char *svg, const char *name)
{
	char *clean = text_of(copy_clean, svg, name), *text;

	if (!clean)
		return NULL;
	text = text_of(copy_text, clean, name);
	free(clean);
	return text;
}
