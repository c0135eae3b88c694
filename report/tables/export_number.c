// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/export_number.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/run_json.h"
#include "report/tables/csv.h"

const struct export_metric export_metrics[] = {
	{ "overhead_in_unit", "overhead", "What the hook adds to an operation",
	  "overhead_low_in_unit", "overhead_high_in_unit" },
	{ "dispatch_in_unit", "dispatch", "The part of the overhead that an empty program has too",
	  NULL, NULL },
	{ "body_in_unit", "body", "The part of the overhead that the program itself adds",
	  "body_low_in_unit", "body_high_in_unit" },
	{ "cost_in_unit", "cost", "What an operation takes, with the hook", NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static double value_of(const struct summary_row *row, const char *key)
{
	json_t *value = key ? fields__value(fields__find(summary_columns, key), row) : NULL;
	double number = json_is_number(value) ? json_number_value(value) : NAN;

	json_decref(value);
	return number;
}

/* ---- the name of a series ---- */

static void __attribute__((format(printf, 2, 3)))
add(char name[EXPORT_NAME_SIZE], const char *format, ...)
{
	size_t length = strlen(name);
	va_list args;

	va_start(args, format);
	vsnprintf(name + length, EXPORT_NAME_SIZE - length, format, args);
	va_end(args);
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

enum saying {
	SAID_WITH_KEY, /* "beside kprobe", which could be elsewhere, too */
	SAID_ALONE,    /* the value is known as what it is */
	NOT_SAID,      /* is in the first words, or not of the series, but of a point of it */
};

enum source {
	IN_CSV, /* a column that identifies a line there */
	IN_PLAN,
	IN_VM,
	IN_ENVIRONMENT,
};

/*
 * The parts of an identity besides the columns of the CSV, and how they and those are said. A
 * column that is not here is said with its key. Of the plan, all is here but how long it is
 * measured: a unit test compares this table with the fields of a plan.
 */
static const struct {
	const char *key;
	enum saying saying;
	enum source source;
	const char *usual; /* a value that is not worth a word, as most have it; NULL: none */
} parts[] = {
	{ "kernel", NOT_SAID, IN_CSV, NULL },
	{ "workload", NOT_SAID, IN_CSV, NULL },
	{ "payload", NOT_SAID, IN_CSV, NULL },
	{ "unit", NOT_SAID, IN_CSV, NULL },
	{ "started", NOT_SAID, IN_CSV, NULL },
	{ "threads", SAID_WITH_KEY, IN_CSV, "1" },
	{ "copies", SAID_WITH_KEY, IN_CSV, "1" },
	{ "cpu_model", SAID_ALONE, IN_VM, NULL },
	{ "append", SAID_ALONE, IN_VM, NULL },
	{ "accelerator", SAID_ALONE, IN_VM, "exact" },
	{ "architecture", SAID_ALONE, IN_ENVIRONMENT, "x86_64" },
	{ "target", SAID_WITH_KEY, IN_PLAN, NULL },
	{ "only", SAID_WITH_KEY, IN_PLAN, NULL },
	{ "retarget", SAID_WITH_KEY, IN_PLAN, NULL },
	{ "set", SAID_WITH_KEY, IN_PLAN, NULL },
	{ "dir", SAID_WITH_KEY, IN_PLAN, NULL },
	{ "cpus", SAID_WITH_KEY, IN_PLAN, NULL },
	{ "command", SAID_WITH_KEY, IN_PLAN, NULL },
	{ "hyperfine", SAID_WITH_KEY, IN_PLAN, NULL },
	{ "hooked", SAID_WITH_KEY, IN_PLAN, NULL },
};

#define N_PARTS (sizeof(parts) / sizeof(*parts))

/* The index of its part; N_PARTS if it has none. */
static size_t part_of(const char *key)
{
	size_t i = 0;

	while (i < N_PARTS && strcmp(parts[i].key, key) != 0)
		i++;
	return i;
}

/* The usual is not said, nor is null, nor false. */
static void add_value(char name[EXPORT_NAME_SIZE], const char *key, const json_t *value)
{
	size_t part = part_of(key);
	const char *usual = part < N_PARTS && parts[part].usual ? parts[part].usual : "";
	enum saying saying = part < N_PARTS ? parts[part].saying : SAID_WITH_KEY;
	const char *text = json_string_value(value);
	char number[32];

	if (saying == NOT_SAID)
		return;
	if (json_is_integer(value)) {
		snprintf(number, sizeof(number), "%" JSON_INTEGER_FORMAT,
			 json_integer_value(value));
		text = number;
	}
	if (json_is_true(value))
		add(name, ", %s", key);
	else if (text && text[0] && strcmp(text, usual) != 0)
		add(name, ", %s%s%s", saying == SAID_ALONE ? "" : key,
		    saying == SAID_ALONE ? "" : " ", text);
}

void export_number__say(const json_t *identity, char said[EXPORT_NAME_SIZE])
{
	const char *key;
	json_t *value;

	said[0] = '\0';
	json_object_foreach ((json_t *)identity, key, value)
		add_value(said, key, value);
}

static void name_series(struct export_number *number)
{
	const json_t *identity = number->identity;
	char said[EXPORT_NAME_SIZE];

	number->series[0] = '\0';
	export_number__say(identity, said);
	add(number->series, "%s/%s/%s on %s%s", text_of(identity, "workload"),
	    text_of(identity, "payload"), number->row->backend, text_of(identity, "kernel"), said);
}

/* ---- the numbers ---- */

json_t *export_number__identify(const struct run *run)
{
	json_t *identity = csv__identify(run), *plan = plan__to_json(&run->plan);
	const json_t *const sources[] = { [IN_CSV] = NULL,
					  [IN_PLAN] = plan,
					  [IN_VM] = run->vm,
					  [IN_ENVIRONMENT] = run->environment };

	for (size_t i = 0; identity && i < N_PARTS; i++) {
		const char *key = parts[i].key;
		const json_t *source = sources[parts[i].source];

		if (parts[i].source == IN_CSV)
			continue;
		/* What one run lacks is said, too: Go's format keeps what an earlier run had. */
		json_object_set_new(identity, key,
				    text_of(source, key)[0] ? json_string(text_of(source, key))
							    : json_null());
	}
	json_decref(plan);
	return identity;
}

/* `none` adds nothing to itself. */
static bool is_number(const struct export_number *number)
{
	return isfinite(number->value) &&
	       !(number->row->reference && strcmp(number->metric->name, "cost") != 0);
}

static int visit_row(struct export_number *number, export_visit visit, void *context)
{
	int err = 0;

	name_series(number);
	for (const struct export_metric *m = export_metrics; m->key && !err; m++) {
		number->metric = m;
		number->value = value_of(number->row, m->key);
		number->low = value_of(number->row, m->low);
		number->high = value_of(number->row, m->high);
		if (is_number(number))
			err = visit(number, context);
	}
	return err;
}

int export_numbers__visit(const struct export *what, export_visit visit, void *context)
{
	int err = 0;

	for (size_t i = 0; i < what->n && !err; i++) {
		const struct summary *summary = what->runs[i].summary;
		struct export_number number = { .run = what->runs[i].run,
						.identity = export_number__identify(
							what->runs[i].run) };

		if (!number.identity)
			return log__out_of_memory();
		for (size_t j = 0; j < summary->n && !err; j++) {
			number.row = &summary->rows[j];
			if (!number.row->control)
				err = visit_row(&number, visit, context);
		}
		json_decref(number.identity);
	}
	return err;
}

static int check_name(const struct export_number *number, void *context)
{
	char name[EXPORT_NAME_SIZE + 32];

	snprintf(name, sizeof(name), "%s: %s", number->series, number->metric->name);
	if (!json_object_get(context, name))
		return json_object_set_new_nocheck(context, name, json_true())
			       ? log__out_of_memory()
			       : 0;
	return log__fail(
		-EEXIST,
		"two runs have the %s, and this format takes one number of each name: name one of the runs",
		name);
}

int export_numbers__check_names(const struct export *what)
{
	json_t *names = json_object();
	int err = names ? export_numbers__visit(what, check_name, names) : log__out_of_memory();

	json_decref(names);
	return err;
}
