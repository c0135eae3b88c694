// SPDX-License-Identifier: GPL-2.0-or-later
/* Everything that is known about where and how a run was measured. */
#include <inttypes.h>
#include <string.h>

#include "bench/base/print.h"
#include "bench/model/run_json.h"
#include "report/html/html_parts.h"

/* "kernel_release" is shown as "kernel release". */
static void write_name(const char *name, FILE *file)
{
	char words[128];

	snprintf(words, sizeof(words), "%s", name);
	for (char *c = words; *c; c++)
		if (*c == '_')
			*c = ' ';
	encode__write(file, TO_HTML, words);
}

/* missing: the text for null. */
static void write_scalar(const json_t *value, const char *missing, FILE *file)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		encode__write(file, TO_HTML,
			      json_string_length(value) ? json_string_value(value) : "(empty)");
		break;
	case JSON_INTEGER: fprintf(file, "%" JSON_INTEGER_FORMAT, json_integer_value(value)); break;
	case JSON_REAL: fprintf(file, "%.10g", json_real_value(value)); break;
	case JSON_TRUE: fputs("yes", file); break;
	case JSON_FALSE: fputs("no", file); break;
	default: print__html(file, "<span class=\"none\">%s</span>", missing);
	}
}

/* A list in one cell: "none, kprobe". */
static void write_list(json_t *list, FILE *file)
{
	const json_t *item;
	size_t i;

	json_array_foreach (list, i, item) {
		fputs(i ? ", " : "", file);
		if (!json_is_array(item) && !json_is_object(item))
			write_scalar(item, "unknown", file);
	}
	if (!json_array_size(list))
		fputs("(empty)", file);
}

static void write_fact(const char *above, const char *name, json_t *value, const char *missing,
		       FILE *file)
{
	fputs("<tr><th scope=\"row\">", file);
	if (above) {
		write_name(above, file);
		fputs(": ", file);
	}
	write_name(name, file);
	fputs("</th><td>", file);
	if (json_is_array(value))
		write_list(value, file);
	else
		write_scalar(value, missing, file);
	fputs("</td></tr>\n", file);
}

/* A nested object becomes rows of its own; there is no deeper nesting. */
static void write_facts(json_t *object, const char *missing, FILE *file)
{
	const char *name, *inner_name;
	json_t *value, *inner;

	json_object_foreach (object, name, value) {
		if (!json_is_object(value)) {
			write_fact(NULL, name, value, missing, file);
			continue;
		}
		json_object_foreach (value, inner_name, inner)
			write_fact(name, inner_name, inner, missing, file);
	}
}

static void write_table(const char *title, json_t *object, const char *missing, FILE *file)
{
	print__html(file,
		    "<table class=\"facts\"><caption>%s</caption><thead class=\"unseen\"><tr>"
		    "<th scope=\"col\">Name</th><th scope=\"col\">Value</th></tr></thead><tbody>\n",
		    title);
	write_facts(object, missing, file);
	fputs("</tbody></table>\n", file);
}

/* The run's own facts, without environment, VM and plan. */
static json_t *rest_of(const struct run *run)
{
	json_t *rest = json_object();

	json_object_set_new(rest, "started", json_string(run->started));
	json_object_set_new(rest, "clock", json_string(run->clock_name));
	json_object_set_new(rest, "unit", json_string(clock_unit__name(run->unit)));
	json_object_set_new(rest, "units_per_tick", json_real(run->units_per_tick));
	json_object_set_new(rest, "reading_the_clock_takes",
			    json_real(run->unit == CLOCK_INSTRUCTIONS ? run->clock_cost.mode
								      : run->clock_cost.p50));
	json_object_set_new(rest, "function", json_string(run->target.symbol));
	json_object_set_new(rest, "cpus_of_the_workers", json_string(run->cpus));
	json_object_set_new(rest, "programs", json_incref(run->programs));
	return rest;
}

void html_facts__write(const struct report_run *r, FILE *file)
{
	json_t *plan = plan__to_json(&r->run.plan), *rest = rest_of(&r->run);

	fputs("<details class=\"environment\"><summary>All details: environment, VM and plan"
	      "</summary>\n<div class=\"columns\">",
	      file);
	write_table("Run", rest, "none, or unknown", file);
	write_table("Plan", plan, "not set", file);
	if (r->run.vm)
		write_table("Virtual machine", r->run.vm, "not set", file);
	write_table("Environment", r->run.environment, "none, or unknown", file);
	fputs("</div></details>\n", file);
	json_decref(plan);
	json_decref(rest);
}
