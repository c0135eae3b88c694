// SPDX-License-Identifier: GPL-2.0-or-later
/* Formats of lines: Go's benchmarks (golang.org/design/14313-benchmark-format), and OpenMetrics. */
#include <ctype.h>
#include <string.h>

#include "bench/base/print.h"
#include "report/tables/export_number.h"

#define NS_PER_S 1e9

static bool is_exact(const struct export_number *number)
{
	return number->run->unit == CLOCK_INSTRUCTIONS;
}

static bool has_unit(const struct export *what, enum clock_unit unit)
{
	for (size_t i = 0; i < what->n; i++)
		if (what->runs[i].run->unit == unit)
			return true;
	return false;
}

/* What is different at each run of a series belongs to no name. */
static bool is_of_point(const char *key)
{
	return !strcmp(key, "unit") || !strcmp(key, "started");
}

/* "12", "true", "text"; "" if it is unknown. */
static void format_value(const json_t *value, char *text, size_t size)
{
	text[0] = '\0';
	if (json_is_string(value))
		snprintf(text, size, "%s", json_string_value(value));
	else if (json_is_integer(value))
		snprintf(text, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_boolean(value))
		snprintf(text, size, "%s", json_is_true(value) ? "true" : "false");
}

/* ---- Go ---- */

/* benchstat knows ns/op, and makes seconds of it. */
static void format_go_unit(const struct export_metric *metric, enum clock_unit unit, char *text,
			   size_t size)
{
	bool is_cost = !strcmp(metric->name, "cost");

	snprintf(text, size, "%s%s%s/op", is_cost ? "" : metric->name, is_cost ? "" : "-",
		 unit == CLOCK_INSTRUCTIONS ? "instructions" : "ns");
}

struct go_context {
	FILE *file;
	const struct run *run; /* whose configuration was written last */
};

static void write_configuration(const struct export_number *number, FILE *file)
{
	json_t *value;
	const char *key;
	char text[PLAN_COMMAND_SIZE];

	json_object_foreach (number->identity, key, value) {
		if (is_of_point(key))
			continue;
		format_value(value, text, sizeof(text));
		/* An empty value unsets what an earlier run has set. */
		print__terminal(file, "%s:%s%s\n", key, text[0] ? " " : "", text);
	}
}

static int write_go(const struct export_number *number, void *context)
{
	struct go_context *go = context;
	char unit[64], name[NAME_SIZE];

	if (go->run != number->run)
		write_configuration(number, go->file);
	go->run = number->run;
	format_go_unit(number->metric, number->run->unit, unit, sizeof(unit));
	/* A blank would end it. */
	snprintf(name, sizeof(name), "%s", number->row->backend);
	for (char *c = name; *c; c++)
		if (isspace((unsigned char)*c))
			*c = '_';
	print__terminal(go->file, "BenchmarkHook/backend=%s %ju %.10g %s\n", name,
			(uintmax_t)number->row->operations, number->value, unit);
	return 0;
}

int export__write_benchfmt(const struct export *what, FILE *file)
{
	struct go_context go = { file, NULL };

	for (enum clock_unit unit = CLOCK_INSTRUCTIONS; unit <= CLOCK_NANOSECONDS; unit++)
		for (const struct export_metric *m = export_metrics; m->key; m++) {
			char text[64];

			format_go_unit(m, unit, text, sizeof(text));
			if (has_unit(what, unit))
				print__terminal(file, "Unit %s better=lower%s\n", text,
						unit == CLOCK_INSTRUCTIONS ? " assume=exact" : "");
		}
	return export_numbers__visit(what, write_go, &go);
}

/* ---- OpenMetrics ---- */

struct family {
	const struct export_metric *metric;
	enum clock_unit unit;
	bool has_begun;
	FILE *file;
};

static const char *const unit_names[] = {
	[CLOCK_INSTRUCTIONS] = "instructions", [CLOCK_NANOSECONDS] = "seconds", /* a base unit, as
										   it should be */
};

static void begin(struct family *family)
{
	const char *unit = unit_names[family->unit], *name = family->metric->name;

	print__terminal(family->file,
			"# TYPE hookbench_%s_%s gauge\n"
			"# UNIT hookbench_%s_%s %s\n"
			"# HELP hookbench_%s_%s %s, in %s.\n",
			name, unit, name, unit, unit, name, unit, family->metric->help, unit);
	family->has_begun = true;
}

static int write_sample(const struct export_number *number, void *context)
{
	struct family *family = context;
	json_t *value;
	const char *key;
	char text[PLAN_COMMAND_SIZE];

	if (number->metric != family->metric || number->run->unit != family->unit)
		return 0;
	if (!family->has_begun)
		begin(family);
	print__terminal(family->file, "hookbench_%s_%s{", number->metric->name,
			unit_names[family->unit]);
	json_object_foreach (number->identity, key, value) {
		format_value(value, text, sizeof(text));
		if (text[0] && !is_of_point(key))
			print__openmetrics(family->file, "%s=\"%s\",", key, text);
	}
	print__openmetrics(family->file, "backend=\"%s\"} %.12g\n", number->row->backend,
			   is_exact(number) ? number->value : number->value / NS_PER_S);
	return 0;
}

int export__write_openmetrics(const struct export *what, FILE *file)
{
	int err = export_numbers__check_names(what);

	for (enum clock_unit unit = CLOCK_INSTRUCTIONS; unit <= CLOCK_NANOSECONDS; unit++)
		for (const struct export_metric *m = export_metrics; m->key && !err; m++) {
			struct family family = { m, unit, false, file };

			err = export_numbers__visit(what, write_sample, &family);
		}
	if (!err)
		fputs("# EOF\n", file);
	return err;
}
