// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/help_form.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/option_rows.h"
#include "bench/base/version.h"

static bool is_hidden(const struct argp_option *row)
{
	return row->flags & OPTION_HIDDEN;
}

static bool has_short(const struct argp_option *row)
{
	return row->key > 0 && row->key < 128 && isalpha(row->key);
}

/* ---- words ---- */

static void print_words(const struct argp *argp, const char *program, FILE *file)
{
	struct option_rows rows;

	(void)program;
	option_rows__collect(argp, &rows);
	option_rows__sort(&rows);
	for (size_t i = 0; i < rows.n; i++) {
		const struct argp_option *row = rows.v[i].option;

		if (option_row__is_heading(row) || is_hidden(row))
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

	if (option_row__is_heading(row)) {
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
	struct option_rows rows;
	char *filtered = NULL;

	fputs(".TH \"", file);
	for (const char *c = program; *c; c++)
		fputc(*c == ' ' ? '-' : toupper((unsigned char)*c), file);
	fprintf(file, "\" 1 \"\" \"hookbench %s\" \"User Commands\"\n", HOOKBENCH_VERSION);
	print_name(file, program, argp->doc);
	print_usage(file, program, argp->args_doc);
	print_section(file, "DESCRIPTION", argp->doc, (size_t)(after - argp->doc), false);
	fputs(".SH OPTIONS\n", file);
	option_rows__collect(argp, &rows);
	option_rows__sort(&rows);
	for (size_t i = 0; i < rows.n; i++)
		if (!is_hidden(rows.v[i].option))
			print_option(file, rows.v[i].option);
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
