// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/html/html_profile.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/new_file.h"
#include "bench/base/print.h"
#include "report/figures/format.h"
#include "report/html/html_parts.h"

/* With hundreds of boxes, hardly any appears by chance. */
#define SURE 3.0

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* What is known about the backend besides its stacks; NULL if nothing is. */
static const json_t *facts_of(const struct profile_folder *profile, const char *name)
{
	json_t *list = json_object_get(profile->facts, "backends"), *one;
	size_t i;

	json_array_foreach (list, i, one) {
		const char *its = text_of(one, "name");

		if (its && !strcmp(its, name))
			return one;
	}
	return NULL;
}

/* ---- the table ---- */

static void write_number(double value, bool sign, FILE *file)
{
	char cell[CELL_SIZE];

	format__grouped(cell, value, sign);
	print__html(file, "<td class=\"number\">%s</td>", cell);
}

static void write_unknown(FILE *file)
{
	fputs("<td class=\"number\">\342\200\223</td>", file);
}

/* Samples as CPU time, if the duration that a sample represents is known. */
static void write_time(const struct profile_folder *profile, double samples, bool sign, FILE *file)
{
	double ns = json_number_value(json_object_get(profile->facts, "sample_ns"));

	if (ns <= 0)
		write_unknown(file);
	else if (sign)
		fprintf(file, "<td class=\"number\">%+.1f ms</td>", samples * ns / 1e6);
	else
		fprintf(file, "<td class=\"number\">%.1f ms</td>", samples * ns / 1e6);
}

static void write_difference(const struct profile_folder *profile, const struct profile_backend *b,
			     FILE *file)
{
	double more = b->samples - b->none_samples, chance = sqrt(b->samples + b->none_samples);

	if (!b->more) {
		for (int i = 0; i < 4; i++)
			write_unknown(file);
		return;
	}
	write_number(more, true, file);
	write_time(profile, more, true, file);
	fprintf(file, "<td class=\"number\">\302\261%.0f</td>", SURE * chance);
	print__html(file, "<td>%s</td>", fabs(more) >= SURE * chance ? "yes" : "may be chance");
}

static void write_row(const struct profile_folder *profile, const struct profile_backend *b,
		      FILE *file)
{
	json_t *hits = json_object_get(facts_of(profile, b->name), "hits");

	fputs("<tr><th scope=\"row\">", file);
	encode__write(file, TO_HTML, b->name);
	fputs("</th>", file);
	if (json_is_integer(hits))
		write_number((double)json_integer_value(hits), false, file);
	else
		write_unknown(file);
	write_number(b->samples, false, file);
	write_time(profile, b->samples, false, file);
	write_difference(profile, b, file);
	fputs("</tr>\n", file);
}

static void write_table(const struct profile_folder *profile, FILE *file)
{
	fputs("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Samples\"><table><thead><tr><th scope=\"col\">Backend</th>"
	      "<th scope=\"col\" class=\"number\">Hits</th>"
	      "<th scope=\"col\" class=\"number\">Samples</th>"
	      "<th scope=\"col\" class=\"number\">CPU time</th>"
	      "<th scope=\"col\" class=\"number\">Over none<small>samples</small></th>"
	      "<th scope=\"col\" class=\"number\">Over none<small>CPU time</small></th>"
	      "<th scope=\"col\" class=\"number\">Chance<small>samples</small></th>"
	      "<th scope=\"col\">A difference?</th></tr></thead><tbody>\n",
	      file);
	for (size_t i = 0; i < profile->n; i++)
		write_row(profile, &profile->v[i], file);
	fputs("</tbody></table></div>\n<p class=\"note\">Chance: three standard deviations of the difference, if samples are independent. Other disturbances are not included; a control (a second none) shows them.</p>\n",
	      file);
}

static void write_skipped(const struct profile_folder *profile, FILE *file)
{
	json_t *list = json_object_get(profile->facts, "skipped"), *one;
	size_t i;

	json_array_foreach (list, i, one) {
		const char *backend = text_of(one, "backend"), *reason = text_of(one, "reason");

		fputs("<p class=\"note\">", file);
		print__html(file, "%s was skipped: %s", backend ? backend : "?",
			    reason ? reason : "?");
		fputs("</p>\n", file);
	}
}

/* ---- flame graphs ---- */

static void write_flame(const struct profile_backend *b, bool difference, size_t number, FILE *file)
{
	char name[32], title[192];
	struct flame_look look = {
		name, title, "samples", difference ? SURE : 0, html_flame__colour, NULL
	};

	snprintf(name, sizeof(name), "flame_%zu%s", number, difference ? "_more" : "");
	snprintf(title, sizeof(title), "%.64s%s: samples by call stack", b->name,
		 difference ? ", over none" : "");
	html_flame__write(
		difference ? b->more : b->all, &look,
		difference
			? "What the hook adds, without what it makes cheaper and what may be chance (three standard deviations)"
			: "All samples",
		file);
}

static void write_graphs(const struct profile_folder *profile, FILE *file)
{
	for (size_t i = 0; i < profile->n; i++) {
		const struct profile_backend *b = &profile->v[i];

		fprintf(file,
			"<section class=\"run\" aria-labelledby=\"backend-%zu\">\n"
			"<h2 id=\"backend-%zu\">",
			i + 1, i + 1);
		encode__write(file, TO_HTML, b->name);
		fputs("</h2>\n", file);
		if (b->more)
			write_flame(b, true, i, file);
		print__html(file, "<details%s><summary>All samples</summary>\n",
			    b->more ? "" : " open");
		write_flame(b, false, i, file);
		fputs("</details>\n</section>\n", file);
	}
}

/* ---- the page ---- */

static void write_setup(const struct profile_folder *profile, FILE *file)
{
	static const struct {
		const char *key, *before, *after;
	} parts[] = { { "kernel", "", "" },
		      { "where", ", ", "" },
		      { "perf", " \302\267 perf ", "" },
		      { "event", ", event ", "" },
		      { "runs", " \302\267 ", " runs of the command for each" } };

	fputs("<p class=\"setup\">", file);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		json_t *value = json_object_get(profile->facts, parts[i].key);

		if (json_is_string(value))
			print__html(file, "%s%s%s", parts[i].before, json_string_value(value),
				    parts[i].after);
		else if (json_is_integer(value))
			print__html(file, "%s%" JSON_INTEGER_FORMAT "%s", parts[i].before,
				    json_integer_value(value), parts[i].after);
	}
	fputs("</p>\n", file);
}

static int write_page(FILE *file, const void *what)
{
	const struct profile_folder *profile = what;
	const char *command = text_of(profile->facts, "command");

	html_head__write(command ? command : "call stacks", file);
	fputs("<body>\n<header>\n<p class=\"eyebrow\">hookbench: sampled call stacks</p>\n<h1>",
	      file);
	encode__write(file, TO_HTML, command ? command : "Call stacks under each hook");
	fputs("</h1>\n</header>\n<main>\n", file);
	write_setup(profile, file);
	write_table(profile, file);
	write_skipped(profile, file);
	write_graphs(profile, file);
	html_foot__write(file);
	return 0;
}

int html_profile__write(const struct profile_folder *profile, const char *page)
{
	int err = new_file__write(page, write_page, profile);

	machine_failure__note_errno(err);
	return err ? log__fail(err, "cannot write %s: %s", page, strerror(-err)) : 0;
}
