// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/explain.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/packed.h"
#include "bench/explain/drivers_of_trial.h"
#include "bench/model/explain_json.h"
#include "bench/model/symbols.h"

#define MAX_TEXT   (64 << 20) /* of a kernel's names */
#define STACK_SIZE 8192

/* ---- names ---- */

static int read_packed(const json_t *packed, struct symbols *symbols)
{
	size_t size;
	void *text;
	int err = packed__read(packed, MAX_TEXT, &text, &size);

	if (err == -EINVAL)
		log__error("the guest's list of functions cannot be read");
	if (!err) {
		err = symbols__read(text, size, symbols);
		free(text);
	}
	return err;
}

static int read_attached(json_t *list, struct symbols *symbols)
{
	json_t *entry;
	size_t i;
	int err = 0;

	*symbols = (struct symbols){ 0 };
	json_array_foreach (list, i, entry) {
		json_int_t start, size;
		const char *name;

		if (json_unpack(entry, "[I, I, s!]", &start, &size, &name)) {
			err = log__fail(
				-EINVAL,
				"the guest's list of BPF programs and trampolines cannot be read");
			break;
		}
		err = symbols__add(symbols, (uint64_t)start, (uint64_t)size, name);
		if (err)
			break;
	}
	symbols__sort(symbols);
	return err;
}

/* ---- counts ---- */

static void add_to(json_t *object, const char *key, uint64_t n)
{
	json_int_t before = json_integer_value(json_object_get(object, key));

	json_object_set_new(object, key, json_integer(before + (json_int_t)n));
}

static json_t *functions_of(const struct profile *p, const struct symbols *const *symbols)
{
	json_t *functions = json_object();

	for (size_t i = 0; i < p->n_counts; i++)
		add_to(functions, symbols__name(symbols, p->counts[i].address), p->counts[i].count);
	return functions;
}

/* Code between a call and the called function that is not a caller itself. */
static bool is_thunk(const char *name)
{
	return !strncmp(name, "__x86_indirect_", 15) || !strncmp(name, "__x86_return_", 13);
}

/*
 * Writes "caller;...;function" at the end of `text`, and returns its beginning. Calls from one
 * user-space function to another are one frame, as all have the same name.
 */
static const char *stack_of(const struct profile *p, const struct symbols *const *symbols,
			    const struct profile_stretch *stretch, char text[STACK_SIZE])
{
	const char *last = NULL;
	char *to = text + STACK_SIZE - 1;

	*to = '\0';
	for (;;) {
		const char *name = symbols__name(symbols, stretch->address);
		size_t size = strlen(name);
		bool skip = last && (is_thunk(name) || (name[0] == '[' && !strcmp(name, last)));

		if (!skip && (size_t)(to - text) > size + 1) {
			if (*to)
				*--to = ';';
			to -= size;
			memcpy(to, name, size);
		}
		last = name;
		if (!stretch->parent)
			return to;
		stretch = &p->stretches[stretch->parent - 1];
	}
}

static json_t *stacks_of(const struct profile *p, const struct symbols *const *symbols)
{
	json_t *stacks = json_object();
	char text[STACK_SIZE];

	for (size_t i = 0; i < p->n_stretches; i++)
		if (p->stretches[i].count)
			add_to(stacks, stack_of(p, symbols, &p->stretches[i], text),
			       p->stretches[i].count);
	return stacks;
}

static json_t *trial_to_json(const struct trial *t, const struct profile *p,
			     const struct symbols *const *symbols)
{
	json_t *json = json_pack("{s:i, s:s, s:b, s:I, s:I, s:I, s:I, s:o}", "round", (int)t->round,
				 "backend", t->backend, "control", t->control, "operations",
				 (json_int_t)p->operations, "same_length",
				 (json_int_t)p->same_length, "used", (json_int_t)p->used, "length",
				 (json_int_t)p->length, "functions", functions_of(p, symbols));

	/* Rounds are identical, so one set of stacks is enough. */
	if (t->round == 1)
		json_object_set_new(json, "stacks", stacks_of(p, symbols));
	return json;
}

/* Makes the JSON of one trial. 0, or -errno, logged. */
typedef int (*trial_fn)(const struct trial *t, const struct profile *p,
			const struct symbols *const *symbols, void *context, json_t **json);

static int make_trial(const struct trial *t, const struct profile *p,
		      const struct symbols *const *symbols, void *context, json_t **json)
{
	(void)context;
	*json = trial_to_json(t, p, symbols);
	return 0;
}

static int make_driver_trial(const struct trial *t, const struct profile *p,
			     const struct symbols *const *symbols, void *context, json_t **json)
{
	return drivers_of_trial__make(t, p, symbols, context, json);
}

static int make_trials(const struct run *run, const struct profiles *profiles, json_t *packed,
		       json_t *attached, trial_fn make, void *context, json_t *trials)
{
	struct symbols kernel, added;
	int err;

	if (profiles->n != run->n_trials) {
		log__error("the plugin counted in %zu trials of %zu", profiles->n, run->n_trials);
		return -EINVAL;
	}
	err = read_packed(packed, &kernel);
	if (err)
		return err;
	for (size_t i = 0; i < run->n_trials && !err; i++) {
		const struct symbols *const symbols[] = { &added, &kernel, NULL };
		json_t *trial = NULL;

		err = read_attached(json_array_get(attached, i), &added);
		if (!err)
			err = make(&run->trials[i], &profiles->v[i], symbols, context, &trial);
		if (!err)
			json_array_append_new(trials, trial);
		symbols__free(&added);
	}
	symbols__free(&kernel);
	return err;
}

static int finish(const struct run *run, const char *schema, json_t *trials, int err, json_t **json)
{
	*json = err ? NULL
		    : json_pack("{s:s, s:O?, s:s, s:s, s:O}", "schema", schema, "kernel_release",
				json_object_get(run->environment, "kernel_release"), "workload",
				run->plan.workload, "payload", run->plan.payload, "trials", trials);
	json_decref(trials);
	return err;
}

int explain__make(const struct run *run, const struct profiles *profiles, json_t *packed,
		  json_t *attached, json_t **explain)
{
	json_t *trials = json_array();
	int err = make_trials(run, profiles, packed, attached, make_trial, NULL, trials);

	return finish(run, EXPLAIN_SCHEMA, trials, err, explain);
}

int explain__make_drivers(const struct run *run, const struct profiles *profiles, json_t *packed,
			  json_t *attached, const char *machine, json_t **json)
{
	json_t *trials = json_array();
	struct classifier *classifier;
	int err = classifier__open(machine, &classifier);

	if (!err)
		err = make_trials(run, profiles, packed, attached, make_driver_trial, classifier,
				  trials);
	classifier__close(classifier);
	return finish(run, DRIVERS_SCHEMA, trials, err, json);
}
