// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/explanation.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/explain_json.h"
#include "bench/model/store.h"
#include "report/figures/rounds.h"
#include "report/verdicts/stored_trials.h"

static int64_t number_of(json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* Whether the sums of these counts cannot overflow: the file may contain any number. */
static bool are_possible(json_t *counts)
{
	const char *name;
	json_t *count;

	json_object_foreach (counts, name, count) {
		json_int_t n = json_integer_value(count);

		if (n >= 0 && n <= EXPLAIN_MAX_INSTRUCTIONS)
			continue;
		log__error("the explain data contain %" JSON_INTEGER_FORMAT
			   " instructions for %.64s, which is impossible",
			   n, name);
		return false;
	}
	return true;
}

/* ---- functions ---- */

static int64_t part_of(const struct explained_function *f)
{
	return f->hook - f->none;
}

static int by_part(const void *x, const void *y)
{
	const struct explained_function *a = x, *b = y;

	if (part_of(a) != part_of(b))
		return part_of(a) > part_of(b) ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int explained__add(struct explained *e, const char *name, int64_t none, int64_t hook)
{
	struct explained_function *functions;
	enum group group = group__of(name);

	if (none == hook)
		return 0;
	functions = reallocarray(e->functions, e->n + 1, sizeof(*functions));
	if (!functions)
		return log__out_of_memory();
	e->functions = functions;
	functions[e->n] = (struct explained_function){ strdup(name), group, none, hook };
	e->sum += hook - none;
	e->by_group[group] += hook - none;
	return functions[e->n++].name ? 0 : log__out_of_memory();
}

/* none: NULL for `none` itself, where everything counts. 0, or -errno, logged. */
static int explained__add_functions(struct explained *e, json_t *none, json_t *hook)
{
	const char *name;
	json_t *count;
	int err = 0;

	if (!are_possible(none) || !are_possible(hook))
		return -EINVAL;
	json_object_foreach (hook, name, count) {
		err = explained__add(e, name, number_of(none, name), json_integer_value(count));
		if (err)
			return err;
	}
	json_object_foreach (none, name, count) {
		if (json_object_get(hook, name))
			continue;
		err = explained__add(e, name, json_integer_value(count), 0);
		if (err)
			return err;
	}
	if (e->n)
		qsort(e->functions, e->n, sizeof(*e->functions), by_part);
	return 0;
}

/* ---- making ---- */

/*
 * Whether the counted length of every trial equals the cost that the guest measured, and each trial
 * of a backend has the same number of instructions over `none` of its round.
 */
static bool lengths_agree(const struct run *run, json_t *json)
{
	json_t *trials = json_object_get(json, "trials");

	for (size_t i = 0; i < run->n_trials; i++)
		if ((double)number_of(json_array_get(trials, i), "length") !=
		    run->trials[i].operation.figures.mode)
			return false;
	return json_array_size(trials) == run->n_trials;
}

/* Whether the parts are the whole: of the first round, as the run's overhead is of all of them. */
static bool parts_are_whole(struct explained *e, const struct run *run, json_t *none, json_t *hook)
{
	double none_length = e->reference ? 0 : (double)number_of(none, "length");
	struct rounds r;

	e->low = e->high = e->overhead;
	if (!e->reference) {
		struct interval range = { NAN, NAN };

		if (rounds__open_pair(&r, run, e->backend, e->over))
			range = rounds__range(&r, run->unit, trial__cost);
		rounds__close(&r);
		e->low = range.low;
		e->high = range.high;
	}
	return (double)e->sum == (double)number_of(hook, "length") - none_length &&
	       e->low <= e->overhead && e->overhead <= e->high;
}

static int explained__make(struct explained *e, const struct summary_row *row,
			   const struct run *run, bool agree)
{
	const char *over = stored_trials__over(run->explain, run, row->backend);
	bool is_body = strcmp(over, run__reference(run)) != 0;
	json_t *none = stored_trials__find(run->explain, over);
	json_t *hook = stored_trials__find(run->explain, row->backend);
	int err;

	*e = (struct explained){ .reference = row->reference,
				 .is_body = is_body,
				 .overhead = row->reference ? row->cost
					     : is_body	    ? row->body
							    : row->overhead };
	snprintf(e->backend, sizeof(e->backend), "%s", row->backend);
	if (!row->reference)
		snprintf(e->over, sizeof(e->over), "%s", over);
	if (!none || !hook) {
		log__error("the explain data have no trial of %s", row->backend);
		return -EINVAL;
	}
	e->operations = number_of(hook, "operations");
	e->used = number_of(hook, "used");
	e->stacks = json_object_get(hook, "stacks");
	e->none_stacks = row->reference ? NULL : json_object_get(none, "stacks");
	if (!are_possible(e->stacks) || !are_possible(e->none_stacks))
		return -EINVAL;
	err = explained__add_functions(e,
				       row->reference ? NULL : json_object_get(none, "functions"),
				       json_object_get(hook, "functions"));
	if (err)
		return err;
	e->exact = parts_are_whole(e, run, none, hook) && agree;
	return 0;
}

int explanation__make(const struct run *run, const struct summary *summary,
		      struct explanation *explanation)
{
	bool agree = lengths_agree(run, run->explain);
	int err = 0;

	*explanation = (struct explanation){ .json = json_incref(run->explain) };
	stored_trials__copy_text(run->explain, "kernel_release", explanation->kernel,
				 sizeof(explanation->kernel));
	stored_trials__copy_text(run->explain, "workload", explanation->workload,
				 sizeof(explanation->workload));
	stored_trials__copy_text(run->explain, "payload", explanation->payload,
				 sizeof(explanation->payload));
	hooked__format(run, explanation->hooked);
	explanation->plan = run->plan;
	explanation->v = calloc(summary->n + 1, sizeof(*explanation->v));
	if (!explanation->v)
		err = log__out_of_memory();
	for (size_t i = 0; i < summary->n && !err; i++)
		if (!summary->rows[i].control)
			err = explained__make(&explanation->v[explanation->n++], &summary->rows[i],
					      run, agree);
	if (err)
		explanation__free(explanation);
	return err;
}

static bool is_known(json_t *json)
{
	const char *schema = json_string_value(json_object_get(json, "schema"));

	return schema && !strcmp(schema, EXPLAIN_SCHEMA);
}

static int check_explain(json_t *json, const char *folder)
{
	const char *schema = json_string_value(json_object_get(json, "schema"));

	if (!json)
		log__error("%s does not show where instructions are spent: it has no " STORE_EXPLAIN
			   "; measure again with hookbench run --explain",
			   folder);
	else if (!is_known(json))
		log__error(
			"the " STORE_EXPLAIN
			" of %s has the unknown schema \"%s\"; this hookbench reads " EXPLAIN_SCHEMA,
			folder, schema ? schema : "");
	return is_known(json) ? 0 : -EINVAL;
}

int explanation__read(const char *folder, struct explanation *explanation)
{
	struct summary *summary = NULL;
	struct run run;
	int err = store__read(folder, &run);

	if (err)
		return err;
	err = check_explain(run.explain, folder);
	if (!err) {
		summary = malloc(sizeof(*summary));
		err = summary ? 0 : log__out_of_memory();
	}
	if (!err) {
		summary__make(&run, summary);
		err = explanation__make(&run, summary, explanation);
	}
	free(summary);
	run__free(&run);
	return err;
}

static void explained__free(struct explained *e)
{
	for (size_t i = 0; i < e->n; i++)
		free(e->functions[i].name);
	free(e->functions);
}

void explanation__free(struct explanation *explanation)
{
	for (size_t i = 0; explanation->v && i < explanation->n; i++)
		explained__free(&explanation->v[i]);
	free(explanation->v);
	json_decref(explanation->json);
	*explanation = (struct explanation){ 0 };
}

const struct explained *explanation__find(const struct explanation *e, const char *backend)
{
	for (size_t i = 0; i < e->n; i++)
		if (!strcmp(e->v[i].backend, backend))
			return &e->v[i];
	return NULL;
}

bool explanation__is_exact(const struct explanation *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (!e->v[i].exact)
			return false;
	return true;
}

/* ---- two kernels ---- */

static int by_change(const void *x, const void *y)
{
	const struct explained_change *a = x, *b = y;
	int64_t a_size = llabs(a->after - a->before), b_size = llabs(b->after - b->before);

	if (a_size != b_size)
		return a_size > b_size ? -1 : 1;
	return strcmp(a->name, b->name);
}

static const struct explained_function *explained__function(const struct explained *e,
							    const char *name)
{
	for (size_t i = 0; i < e->n; i++)
		if (!strcmp(e->functions[i].name, name))
			return &e->functions[i];
	return NULL;
}

size_t explained__compare(const struct explained *before, const struct explained *after,
			  struct explained_change **changes)
{
	struct explained_change *v = calloc(before->n + after->n + 1, sizeof(*v));
	size_t n = 0;

	*changes = v;
	for (size_t i = 0; v && i < before->n; i++) {
		const struct explained_function *a = &before->functions[i],
						*b = explained__function(after, a->name);

		v[n] = (struct explained_change){ a->name, a->group, part_of(a),
						  b ? part_of(b) : 0 };
		n += v[n].before != v[n].after;
	}
	for (size_t i = 0; v && i < after->n; i++) {
		const struct explained_function *b = &after->functions[i];

		if (!explained__function(before, b->name))
			v[n++] = (struct explained_change){ b->name, b->group, 0, part_of(b) };
	}
	if (!n) {
		free(v);
		*changes = NULL;
		return 0;
	}
	qsort(v, n, sizeof(*v), by_change);
	return n;
}

/* ---- causes ---- */

static int explained__of(struct explained *e, const struct run *run, const char *backend)
{
	json_t *none = stored_trials__find(run->explain, run__reference(run));
	json_t *hook = stored_trials__find(run->explain, backend);

	*e = (struct explained){ 0 };
	if (!is_known(run->explain) || !none || !hook)
		return -ENODATA;
	return explained__add_functions(e, json_object_get(none, "functions"),
					json_object_get(hook, "functions"));
}

/* Changes are sorted, largest first. */
static void name_increases(const struct explained_change *changes, size_t n, char *text,
			   size_t size)
{
	unsigned int named = 0;
	size_t used = 0;

	for (size_t i = 0; i < n && named < EXPLANATION_CAUSES && used < size; i++) {
		int64_t more = changes[i].after - changes[i].before;

		if (more <= 0)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s +%" PRId64,
					 named ? ", " : "", changes[i].name, more);
		named++;
	}
}

void explanation__causes(const struct run *before, const struct run *after, const char *backend,
			 char *text, size_t size)
{
	struct explained a = { 0 }, b = { 0 };
	struct explained_change *changes;

	text[0] = '\0';
	if (!explained__of(&a, before, backend) && !explained__of(&b, after, backend)) {
		size_t n = explained__compare(&a, &b, &changes);

		name_increases(changes, n, text, size);
		free(changes);
	}
	explained__free(&a);
	explained__free(&b);
}
