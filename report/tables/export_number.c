// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/tables/export_number.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "bench/base/log.h"
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

/* How the parts of an identity are said; others with their key. */
static const struct {
	const char *key;
	enum saying saying;
	bool is_of_vm; /* no column of the CSV, but of the run's VM, which its kernel does not tell
			*/
} parts[] = {
	{ "kernel", NOT_SAID, false },	{ "workload", NOT_SAID, false },
	{ "payload", NOT_SAID, false }, { "unit", NOT_SAID, false },
	{ "started", NOT_SAID, false }, { "cpu_model", SAID_ALONE, true },
	{ "append", SAID_ALONE, true },
};

#define N_PARTS (sizeof(parts) / sizeof(*parts))

static enum saying saying_of(const char *key)
{
	for (size_t i = 0; i < N_PARTS; i++)
		if (!strcmp(parts[i].key, key))
			return parts[i].saying;
	return SAID_WITH_KEY;
}

/* The usual is not said: null, false, one thread. */
static void add_value(char name[EXPORT_NAME_SIZE], const char *key, const json_t *value)
{
	if (json_is_true(value))
		add(name, ", %s", key);
	else if (json_is_string(value) && json_string_length(value))
		add(name, ", %s%s%s", saying_of(key) == SAID_ALONE ? "" : key,
		    saying_of(key) == SAID_ALONE ? "" : " ", json_string_value(value));
	else if (json_is_integer(value) && json_integer_value(value) != 1)
		add(name, ", %s %" JSON_INTEGER_FORMAT, key, json_integer_value(value));
}

static void name_series(struct export_number *number)
{
	json_t *identity = number->identity, *value;
	const char *key;

	number->series[0] = '\0';
	add(number->series, "%s/%s/%s on %s", text_of(identity, "workload"),
	    text_of(identity, "payload"), number->row->backend, text_of(identity, "kernel"));
	json_object_foreach (identity, key, value)
		if (saying_of(key) != NOT_SAID)
			add_value(number->series, key, value);
}

/* ---- the numbers ---- */

/* The columns of the CSV, and the parts that are of the VM. */
static json_t *identify(const struct run *run)
{
	json_t *identity = csv__identify(run);

	for (size_t i = 0; identity && i < N_PARTS; i++) {
		const char *key = parts[i].key;

		if (parts[i].is_of_vm && !json_object_get(identity, key) &&
		    text_of(run->vm, key)[0])
			json_object_set(identity, key, json_object_get(run->vm, key));
	}
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
						.identity = identify(what->runs[i].run) };

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
