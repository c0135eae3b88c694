// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/help_form.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/version.h"

#define ROWS_MOST 128

/* The options of all children, in the order in which they are shown. */
struct rows {
	size_t n;
	const struct argp_option *v[ROWS_MOST];
	int groups[ROWS_MOST];
};

static bool is_end(const struct argp_option *row)
{
	return !row->name && !row->key && !row->doc && !row->group;
}

static bool is_heading(const struct argp_option *row)
{
	return !row->name && !row->key;
}

static void collect(const struct argp *argp, int group, struct rows *rows)
{
	for (const struct argp_option *row = argp->options; row && !is_end(row); row++) {
		if (row->flags & OPTION_HIDDEN || rows->n == ROWS_MOST)
			continue;
		rows->groups[rows->n] = group ? group : row->group;
		rows->v[rows->n++] = row;
	}
	for (const struct argp_child *child = argp->children; child && child->argp; child++)
		collect(child->argp, group ? group : child->group, rows);
}

/* As argp sorts them: groups by number, negative ones last; in a group, headings first, then by
 * name. */
static bool is_before(const struct rows *rows, size_t a, size_t b)
{
	const struct argp_option *x = rows->v[a], *y = rows->v[b];
	int group_x = rows->groups[a], group_y = rows->groups[b];
	char short_x[2] = { (char)x->key, '\0' }, short_y[2] = { (char)y->key, '\0' };

	if (group_x != group_y)
		return (group_x < 0) != (group_y < 0) ? group_y < 0 : group_x < group_y;
	if (is_heading(x) || is_heading(y))
		return is_heading(x) && !is_heading(y);
	return strcasecmp(x->name ? x->name : short_x, y->name ? y->name : short_y) < 0;
}

static void sort(struct rows *rows)
{
	for (size_t i = 1; i < rows->n; i++)
		for (size_t j = i; j && is_before(rows, j, j - 1); j--) {
			const struct argp_option *row = rows->v[j];
			int group = rows->groups[j];

			rows->v[j] = rows->v[j - 1];
			rows->groups[j] = rows->groups[j - 1];
			rows->v[j - 1] = row;
			rows->groups[j - 1] = group;
		}
}

static bool has_short(const struct argp_option *row)
{
	return row->key > 0 && row->key < 128 && isalpha(row->key);
}

/* ---- words ---- */

static void print_words(const struct argp *argp, const char *program, FILE *file)
{
	struct rows rows = { .n = 0 };

	(void)program;
	collect(argp, 0, &rows);
	sort(&rows);
	for (size_t i = 0; i < rows.n; i++) {
		const struct argp_option *row = rows.v[i];

		if (is_heading(row))
			continue;
		if (row->name)
			fprintf(file, "--%s%s%s\t%s\n", row->name, row->arg ? "=" : "",
				row->arg ? row->arg : "", row->doc ? row->doc : "");
		if (has_short(row))
			fprintf(file, "-%c\t%s\n", row->key, row->doc ? row->doc : "");
	}
}

/* ---- a manual page ---- */

/* What troff would take for its own: backslashes, hyphens, and what begins a line. */
static void print_roff(FILE *file, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((!i || text[i - 1] == '\n') && strchr(".'", text[i]))
			fputs("\\&", file);
		if (text[i] == '\\')
			fputs("\\e", file);
		else if (text[i] == '-')
			fputs("\\-", file);
		else
			fputc(text[i], file);
	}
}

static void print_section(FILE *file, const char *name, const char *text, size_t length,
			  bool is_verbatim)
{
	fprintf(file, ".SH \"%s\"\n%s", name, is_verbatim ? ".nf\n" : "");
	print_roff(file, text, length);
	fprintf(file, "\n%s", is_verbatim ? ".fi\n" : "");
}

static void print_option(FILE *file, const struct argp_option *row)
{
	bool is_optional = row->flags & OPTION_ARG_OPTIONAL;

	if (is_heading(row)) {
		fputs(".SS \"", file);
		print_roff(file, row->doc, strcspn(row->doc, ":"));
		fputs("\"\n", file);
		return;
	}
	fputs(".TP\n", file);
	if (has_short(row))
		fprintf(file, "\\fB\\-%c\\fR%s", row->key, row->name ? ", " : "");
	if (row->name) {
		fputs("\\fB\\-\\-", file);
		print_roff(file, row->name, strlen(row->name));
		fputs("\\fR", file);
	}
	if (row->arg)
		fprintf(file, "%s%s\\fI%s\\fR%s", is_optional ? "[" : "", row->name ? "=" : " ",
			row->arg, is_optional ? "]" : "");
	fputc('\n', file);
	print_roff(file, row->doc, strlen(row->doc));
	fputc('\n', file);
}

static void print_usage(FILE *file, const char *program, const char *args)
{
	fputs(".SH SYNOPSIS\n", file);
	for (const char *line = args ? args : "", *end;; line = end + 1) {
		end = strchrnul(line, '\n');
		fputs("\\fB", file);
		print_roff(file, program, strlen(program));
		fputs("\\fR [\\fIOPTION\\fR...] ", file);
		print_roff(file, line, (size_t)(end - line));
		fputc('\n', file);
		if (!*end)
			break;
		fputs(".br\n", file);
	}
}

/* What follows the options: paragraphs, of which some begin with their title. */
static void print_after(FILE *file, const char *text)
{
	static const char status[] = "Exit status: ";

	for (const char *end; *text; text = end + strspn(end, "\n")) {
		size_t title = strcspn(text, ":\n");

		end = strstr(text, "\n\n");
		end = end ? end : text + strlen(text);
		if (!strncmp(text, status, strlen(status)))
			print_section(file, "EXIT STATUS", text + strlen(status),
				      (size_t)(end - text) - strlen(status), false);
		else if (text[title] == ':' && text[title + 1] == '\n') {
			char name[32];

			snprintf(name, sizeof(name), "%.*s", (int)title, text);
			for (char *c = name; *c; c++)
				*c = (char)toupper((unsigned char)*c);
			print_section(file, name, text + title + 2,
				      (size_t)(end - text) - title - 2, true);
		} else
			print_section(file, "NOTES", text, (size_t)(end - text), false);
	}
}

static void print_name(FILE *file, const char *program, const char *doc)
{
	size_t first = strcspn(doc, ".:\v");

	fputs(".SH NAME\n", file);
	for (const char *c = program; *c; c++)
		fputs(*c == ' ' || *c == '-' ? "\\-" : (char[]){ *c, '\0' }, file);
	fprintf(file, " \\- %c", tolower((unsigned char)doc[0]));
	print_roff(file, doc + 1, first ? first - 1 : 0);
	fputc('\n', file);
}

static void print_manual(const struct argp *argp, const char *program, FILE *file)
{
	const char *after = strchrnul(argp->doc, '\v');
	struct rows rows = { .n = 0 };
	char *filtered = NULL;

	fputs(".TH \"", file);
	for (const char *c = program; *c; c++)
		fputc(*c == ' ' ? '-' : toupper((unsigned char)*c), file);
	fprintf(file, "\" 1 \"\" \"hookbench %s\" \"User Commands\"\n", HOOKBENCH_VERSION);
	print_name(file, program, argp->doc);
	print_usage(file, program, argp->args_doc);
	print_section(file, "DESCRIPTION", argp->doc, (size_t)(after - argp->doc), false);
	fputs(".SH OPTIONS\n", file);
	collect(argp, 0, &rows);
	sort(&rows);
	for (size_t i = 0; i < rows.n; i++)
		print_option(file, rows.v[i]);
	after += *after == '\v';
	if (argp->help_filter)
		filtered = argp->help_filter(ARGP_KEY_HELP_POST_DOC, after, NULL);
	print_after(file, filtered ? filtered : after);
	if (filtered != after)
		free(filtered);
	fputs(".SH \"SEE ALSO\"\n.BR hookbench (1)\n", file);
}

const struct help_form help_forms[] = {
	{ "man", print_manual },
	{ "words", print_words },
	{ NULL, NULL },
};
