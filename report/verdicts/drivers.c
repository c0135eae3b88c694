// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/drivers.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/store.h"
#include "report/figures/rounds.h"
#include "report/verdicts/stored_trials.h"

int64_t driven_pair__difference(const struct driven_pair *pair)
{
	return pair->hook - pair->none;
}

/* ---- checks ---- */

/* Whether it is missing, or an object of numbers whose sums cannot overflow. */
static bool are_possible(const json_t *counts)
{
	const char *key;
	json_t *count;

	if (counts && !json_is_object(counts))
		return false;
	json_object_foreach ((json_t *)counts, key, count) {
		json_int_t n = json_integer_value(count);

		if (!json_is_integer(count) || n < 0 || n > DRIVER_MAX)
			return false;
	}
	return true;
}

static bool all_are_possible(const json_t *objects)
{
	const char *key;
	json_t *counts;

	if (objects && !json_is_object(objects))
		return false;
	json_object_foreach ((json_t *)objects, key, counts)
		if (!are_possible(counts))
			return false;
	return true;
}

static int check_trial(const json_t *trial, const char *backend)
{
	if (!trial)
		return log__fail(-EINVAL, "the drivers have no trial of %s", backend);
	if (!json_is_object(json_object_get(trial, "drivers")) ||
	    !are_possible(json_object_get(trial, "drivers")) ||
	    !all_are_possible(json_object_get(trial, "kinds")) ||
	    !all_are_possible(json_object_get(trial, "functions")))
		return log__fail(-EINVAL, "the drivers of %s are not numbers from 0 to 2^40",
				 backend);
	return 0;
}

/* ---- numbers ---- */

static int64_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* Whether any differs. The same for an operation and for a function. */
static bool read_pairs(const json_t *none, const json_t *hook, struct driven_pair of[N_DRIVERS])
{
	bool differs = false;

	for (int i = 0; i < N_DRIVERS; i++) {
		const char *key = driver_table[i].key;

		of[i] = (struct driven_pair){ number_of(none, key), number_of(hook, key) };
		differs |= of[i].none != of[i].hook;
	}
	return differs;
}

static void driven__add_function(struct driven *d, const char *name, const json_t *none,
				 const json_t *hook)
{
	struct driven_function *f = &d->functions[d->n_functions];

	f->name = name;
	d->n_functions += read_pairs(none, hook, f->of);
}

static int by_instructions(const void *x, const void *y)
{
	const struct driven_function *a = x, *b = y;
	int64_t a_part = driven_pair__difference(&a->of[DRIVER_INSTRUCTIONS]);
	int64_t b_part = driven_pair__difference(&b->of[DRIVER_INSTRUCTIONS]);

	if (a_part != b_part)
		return a_part > b_part ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* none: NULL for `none` itself. */
static int driven__add_functions(struct driven *d, const json_t *none, const json_t *hook)
{
	const char *name;
	json_t *counts;

	d->functions =
		calloc(json_object_size(none) + json_object_size(hook) + 1, sizeof(*d->functions));
	if (!d->functions)
		return log__out_of_memory();
	json_object_foreach ((json_t *)hook, name, counts)
		driven__add_function(d, name, json_object_get(none, name), counts);
	json_object_foreach ((json_t *)none, name, counts)
		if (!json_object_get(hook, name))
			driven__add_function(d, name, counts, NULL);
	qsort(d->functions, d->n_functions, sizeof(*d->functions), by_instructions);
	return 0;
}

static void driven__add_kind(struct driven *d, enum driver_id driver, const char *name,
			     int64_t none, int64_t hook)
{
	if (none != hook)
		d->kinds[d->n_kinds++] = (struct driven_kind){ name, driver, { none, hook } };
}

static size_t count_kinds(const json_t *kinds)
{
	const char *key;
	json_t *counts;
	size_t n = 0;

	json_object_foreach ((json_t *)kinds, key, counts)
		n += json_object_size(counts);
	return n;
}

static int by_name(const void *x, const void *y)
{
	const struct driven_kind *a = x, *b = y;

	if (a->driver != b->driver)
		return a->driver < b->driver ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int driven__add_kinds(struct driven *d, const json_t *none, const json_t *hook)
{
	d->kinds = calloc(count_kinds(none) + count_kinds(hook) + 1, sizeof(*d->kinds));
	if (!d->kinds)
		return log__out_of_memory();
	for (int i = 0; i < N_DRIVERS; i++) {
		json_t *none_kinds = json_object_get(none, driver_table[i].key);
		json_t *hook_kinds = json_object_get(hook, driver_table[i].key), *count;
		const char *name;

		json_object_foreach (hook_kinds, name, count)
			driven__add_kind(d, (enum driver_id)i, name, number_of(none_kinds, name),
					 json_integer_value(count));
		json_object_foreach (none_kinds, name, count)
			if (!json_object_get(hook_kinds, name))
				driven__add_kind(d, (enum driver_id)i, name,
						 json_integer_value(count), 0);
	}
	qsort(d->kinds, d->n_kinds, sizeof(*d->kinds), by_name);
	return 0;
}

/* ---- sums ---- */

/* Whether an object's numbers, by function, make its whole in every driver of which they do. */
static bool functions_add_up(const json_t *trial)
{
	int64_t sums[N_DRIVERS] = { 0 };
	const char *name;
	json_t *counts;

	json_object_foreach (json_object_get(trial, "functions"), name, counts)
		for (int i = 0; i < N_DRIVERS; i++) {
			int64_t n = number_of(counts, driver_table[i].key);

			if (driver_table[i].whole != WHOLE_LARGEST)
				sums[i] += n;
			else if (n > sums[i])
				sums[i] = n;
		}
	for (int i = 0; i < N_DRIVERS; i++)
		if (driver_table[i].whole != WHOLE_SHARED &&
		    sums[i] != number_of(json_object_get(trial, "drivers"), driver_table[i].key))
			return false;
	return true;
}

static bool classes_add_up(const json_t *trial)
{
	const json_t *counts = json_object_get(trial, "drivers");
	int64_t sum = 0;

	for (int i = 0; i < N_DRIVERS; i++)
		sum += driver_table[i].is_class ? number_of(counts, driver_table[i].key) : 0;
	return sum == number_of(counts, driver_table[DRIVER_INSTRUCTIONS].key);
}

/* Whether the instructions are the cost that the guest measured. */
static bool is_cost(const struct run *run, const char *backend, const json_t *trial)
{
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		if (t->round == 1 && !t->control && !strcmp(t->backend, backend))
			return t->operation.figures.mode ==
			       (double)number_of(json_object_get(trial, "drivers"),
						 driver_table[DRIVER_INSTRUCTIONS].key);
	}
	return false;
}

/* ---- making ---- */

static int driven__make(struct driven *d, const struct summary_row *row, const struct run *run)
{
	const char *over = stored_trials__over(run->drivers, run, row->backend);
	const json_t *none = row->reference ? NULL : stored_trials__find(run->drivers, over);
	const json_t *hook = stored_trials__find(run->drivers, row->backend);
	int err = check_trial(hook, row->backend);

	if (!err && !row->reference)
		err = check_trial(none, over);
	if (err)
		return err;
	*d = (struct driven){ .reference = row->reference,
			      .used = number_of(hook, "used"),
			      .agreed = number_of(hook, "agreed") };
	snprintf(d->backend, sizeof(d->backend), "%s", row->backend);
	if (!row->reference)
		snprintf(d->over, sizeof(d->over), "%s", over);
	json_unpack((json_t *)hook, "{s?[I, I], s?[I, I]}", "data_lines_range", &d->data_lines.low,
		    &d->data_lines.high, "data_pages_range", &d->data_pages.low,
		    &d->data_pages.high);
	read_pairs(json_object_get(none, "drivers"), json_object_get(hook, "drivers"), d->of);
	d->adds_up =
		classes_add_up(hook) && functions_add_up(hook) && is_cost(run, row->backend, hook);
	err = driven__add_kinds(d, json_object_get(none, "kinds"), json_object_get(hook, "kinds"));
	return err ? err
		   : driven__add_functions(d, json_object_get(none, "functions"),
					   json_object_get(hook, "functions"));
}

int drivers__make(const struct run *run, const struct summary *summary, struct drivers *drivers)
{
	int err = 0;

	*drivers = (struct drivers){ .json = json_incref(run->drivers) };
	stored_trials__copy_text(run->drivers, "kernel_release", drivers->kernel,
				 sizeof(drivers->kernel));
	stored_trials__copy_text(run->drivers, "workload", drivers->workload,
				 sizeof(drivers->workload));
	stored_trials__copy_text(run->drivers, "payload", drivers->payload,
				 sizeof(drivers->payload));
	hooked__format(run, drivers->hooked);
	drivers->plan = run->plan;
	drivers->v = calloc(summary->n + 1, sizeof(*drivers->v));
	if (!drivers->v)
		err = log__out_of_memory();
	for (size_t i = 0; i < summary->n && !err; i++)
		if (!summary->rows[i].control)
			err = driven__make(&drivers->v[drivers->n++], &summary->rows[i], run);
	if (err)
		drivers__free(drivers);
	return err;
}

int drivers__check(const struct run *run, const char *name)
{
	const char *schema = json_string_value(json_object_get(run->drivers, "schema"));

	if (!run->drivers)
		return log__fail(
			-EINVAL,
			"%s does not show what makes instructions dear: it has no " STORE_DRIVERS
			"; measure again with hookbench run --drivers",
			name);
	if (schema && !strcmp(schema, DRIVERS_SCHEMA))
		return 0;
	return log__fail(
		-EINVAL,
		"the " STORE_DRIVERS
		" of %s has the unknown schema \"%s\"; this hookbench reads " DRIVERS_SCHEMA,
		name, schema ? schema : "");
}

int drivers__read(const char *folder, struct drivers *drivers)
{
	struct summary *summary = NULL;
	struct run run;
	int err = store__read(folder, &run);

	if (err)
		return err;
	err = drivers__check(&run, folder);
	if (!err) {
		summary = malloc(sizeof(*summary));
		err = summary ? 0 : log__out_of_memory();
	}
	if (!err) {
		summary__make(&run, summary);
		err = drivers__make(&run, summary, drivers);
	}
	free(summary);
	run__free(&run);
	return err;
}

void drivers__free(struct drivers *drivers)
{
	for (size_t i = 0; drivers->v && i < drivers->n; i++) {
		free(drivers->v[i].kinds);
		free(drivers->v[i].functions);
	}
	free(drivers->v);
	json_decref(drivers->json);
	*drivers = (struct drivers){ 0 };
}

const struct driven *drivers__find(const struct drivers *drivers, const char *backend)
{
	for (size_t i = 0; i < drivers->n; i++)
		if (!strcmp(drivers->v[i].backend, backend))
			return &drivers->v[i];
	return NULL;
}

bool drivers__add_up(const struct drivers *drivers)
{
	for (size_t i = 0; i < drivers->n; i++)
		if (!drivers->v[i].adds_up)
			return false;
	return true;
}
