// SPDX-License-Identifier: GPL-2.0-or-later
/* Formats in JSON: github-action-benchmark's, Bencher's, and KCIDB's. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/base/print.h"
#include "bench/model/cell_key.h"
#include "report/tables/export_number.h"

/* Takes ownership; NULL: out of memory. */
static int write_json(json_t *json, FILE *file)
{
	int err = json ? 0 : log__out_of_memory();

	if (json && print__json(file, json, JSON_INDENT(1)))
		err = -EIO;
	fputc('\n', file);
	json_decref(json);
	return err;
}

static bool has_interval(const struct export_number *number)
{
	return isfinite(number->low) && isfinite(number->high) && number->low < number->high;
}

/* ---- github-action-benchmark: customSmallerIsBetter ---- */

static int add_smaller(const struct export_number *number, void *context)
{
	char name[EXPORT_NAME_SIZE + 32], range[64];
	json_t *entry;

	snprintf(name, sizeof(name), "%s: %s", number->series, number->metric->name);
	entry = json_pack("{s:o, s:s, s:o}", "name", json_value__text(name), "unit",
			  clock_unit__name(number->run->unit), "value",
			  json_value__number(number->value));
	if (entry && has_interval(number)) {
		snprintf(range, sizeof(range), "%.10g to %.10g", number->low, number->high);
		json_object_set_new(entry, "range", json_string(range));
	}
	return json_array_append_new(context, entry) ? log__out_of_memory() : 0;
}

/* Only if each name is there once. */
static int write_names(const struct export *what, export_visit visit, json_t *to, FILE *file)
{
	int err = to ? export_numbers__check_names(what) : log__out_of_memory();

	if (!err)
		err = export_numbers__visit(what, visit, to);
	if (!err)
		return write_json(to, file);
	json_decref(to);
	return err;
}

int export__write_smaller(const struct export *what, FILE *file)
{
	return write_names(what, add_smaller, json_array(), file);
}

/* ---- Bencher's metric format: benchmark -> measure -> value ---- */

static int add_bmf(const struct export_number *number, void *context)
{
	json_t *metric = json_pack("{s:o}", "value", json_value__number(number->value));
	char name[4 * EXPORT_NAME_SIZE], measure[64];
	json_t *benchmark;

	/* Bytes that are not UTF-8 are no key of JSON. */
	print__text(name, sizeof(name), TO_TERMINAL, "%s", number->series);
	snprintf(measure, sizeof(measure), "%s-%s", number->metric->name,
		 clock_unit__name(number->run->unit));
	if (metric && has_interval(number)) {
		json_object_set_new(metric, "lower_value", json_value__number(number->low));
		json_object_set_new(metric, "upper_value", json_value__number(number->high));
	}
	benchmark = json_object_get(context, name);
	if (!benchmark) {
		benchmark = json_object();
		json_object_set_new(context, name, benchmark);
	}
	return json_object_set_new(benchmark, measure, metric) ? log__out_of_memory() : 0;
}

int export__write_bmf(const struct export *what, FILE *file)
{
	return write_names(what, add_bmf, json_object(), file);
}

/* ---- KCIDB ---- */

#define KCIDB_MAJOR 5
#define KCIDB_MINOR 3

struct kcidb {
	const struct export *what;
	json_t *checkouts, *builds, *tests;
};

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* "ORIGIN:0123456789abcdef": the same for the same text. */
static json_t *id_of(const struct kcidb *k, const char *text)
{
	char id[CELL_ID_SIZE];

	cell__make_id(text, id);
	return json_sprintf("%s:%s", k->what->origin, id);
}

/* Adds an object, unless one with its id is there. Takes ownership. */
static void add_once(json_t *list, json_t *object)
{
	json_t *other;
	size_t i;

	json_array_foreach (list, i, other)
		if (json_equal(json_object_get(other, "id"), json_object_get(object, "id"))) {
			json_decref(object);
			return;
		}
	json_array_append_new(list, object);
}

/* The kernel, as a checkout and a build; the id of the build. */
static json_t *add_kernel(struct kcidb *k, const struct run *run)
{
	const char *release = text_of(run->environment, "kernel_release");
	const char *version = text_of(run->environment, "kernel_version");
	char text[1024];
	json_t *checkout = id_of(k, version[0] ? version : release), *build;

	snprintf(text, sizeof(text), "%.200s %.500s %.100s", release, version,
		 text_of(run->vm, "image_checksum"));
	build = id_of(k, text);
	add_once(k->checkouts,
		 json_pack("{s:O, s:s, s:o}", "id", checkout, "origin", k->what->origin, "comment",
			   json_value__text(release[0] ? release : "unknown")));
	add_once(k->builds, json_pack("{s:O, s:o, s:s, s:s, s:o}", "id", build, "checkout_id",
				      checkout, "origin", k->what->origin, "architecture",
				      text_of(run->environment, "architecture"), "comment",
				      json_value__text(version[0]   ? version
						       : release[0] ? release
								    : "unknown")));
	return build;
}

/*
 * hookbench.create-unlink.count.qemu64.kprobe_kretprobe.overhead: only these characters are
 * allowed. What else is said of the run is a part of it, as two tests of one path would be one.
 */
static json_t *path_of(const struct run *run, const json_t *identity, const char *backend,
		       const char *metric)
{
	char path[EXPORT_NAME_SIZE + 4 * NAME_SIZE + 64], said[EXPORT_NAME_SIZE];
	const char *const parts[] = { "hookbench",	 run->plan.workload,
				      run->plan.payload, said + 2,
				      backend,		 metric };
	size_t length = 0;

	export_number__say(identity, said);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts) && parts[i]; i++) {
		if (parts[i] == said + 2 && !said[0])
			continue;
		if (i)
			path[length++] = '.';
		for (const char *c = parts[i]; *c; c++)
			path[length++] =
				(char)(isascii((unsigned char)*c) && isalnum((unsigned char)*c) ? *c
				       : *c == '-' ? '-'
						   : '_');
	}
	return json_stringn(path, length);
}

/* Takes ownership of the number or the comment, one of which is NULL. */
static void add_test(struct kcidb *k, const struct run *run, json_t *path, json_t *misc,
		     const char *status, json_t *number, json_t *comment)
{
	json_t *build = add_kernel(k, run), *test;
	char *facts = json_dumps(misc, JSON_COMPACT | JSON_SORT_KEYS), *text = NULL;

	if (asprintf(&text, "%s %s %s", json_string_value(path), facts ? facts : "", run->started) <
	    0)
		text = NULL;
	test = json_pack("{s:o, s:o, s:s, s:o, s:s, s:s, s:O}", "id", id_of(k, text ? text : ""),
			 "build_id", build, "origin", k->what->origin, "path", path, "status",
			 status, "start_time", run->started, "misc", misc);
	if (number)
		json_object_set_new(test, "number", number);
	if (comment)
		json_object_set_new(test, "comment", comment);
	json_array_append_new(k->tests, test);
	free(facts);
	free(text);
}

static int add_measured(const struct export_number *number, void *context)
{
	json_t *value = json_pack("{s:o, s:s}", "value", json_value__number(number->value), "unit",
				  clock_unit__name(number->run->unit));

	add_test(context, number->run,
		 path_of(number->run, number->identity, number->row->backend, number->metric->name),
		 number->identity, "PASS", value, NULL);
	return value ? 0 : log__out_of_memory();
}

static void add_skipped(struct kcidb *k, const struct run *run)
{
	json_t *identity = export_number__identify(run);

	for (size_t i = 0; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		if (!c->available)
			add_test(k, run, path_of(run, identity, c->backend, NULL), identity, "SKIP",
				 NULL,
				 json_value__text(c->reason[0] ? c->reason : "not available"));
	}
	json_decref(identity);
}

int export__write_kcidb(const struct export *what, FILE *file)
{
	struct kcidb k = { what, json_array(), json_array(), json_array() };
	int err = export_numbers__visit(what, add_measured, &k);

	for (size_t i = 0; i < what->n; i++)
		add_skipped(&k, what->runs[i].run);
	if (!err)
		return write_json(json_pack("{s:{s:i, s:i}, s:o, s:o, s:o}", "version", "major",
					    KCIDB_MAJOR, "minor", KCIDB_MINOR, "checkouts",
					    k.checkouts, "builds", k.builds, "tests", k.tests),
				  file);
	json_decref(k.checkouts);
	json_decref(k.builds);
	json_decref(k.tests);
	return err;
}
