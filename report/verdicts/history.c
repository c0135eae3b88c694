// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/history.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/text.h"
#include "bench/model/commit.h"
#include "report/verdicts/explanation.h"

#define FUNCTIONS_SHOWN 3

static const char *release_of(const struct run *run)
{
	const char *release =
		json_string_value(json_object_get(run->environment, "kernel_release"));

	return release ? release : "";
}

static int by_date(const void *a, const void *b)
{
	const struct run *const *x = a, *const *y = b;

	return strcmp((*x)->started, (*y)->started);
}

static int by_kernel(const void *a, const void *b)
{
	const struct run *const *x = a, *const *y = b;
	int order = text__compare_versions(release_of(*x), release_of(*y));

	return order ? order : by_date(a, b);
}

/* A run with its commit, and the time at which that was first measured. */
struct committed {
	const struct run *run;
	char commit[RUN_COMMIT_SIZE];
	const char *first;
};

static int in_commit(const void *a, const void *b)
{
	const struct committed *x = a, *y = b;
	int order = strcmp(x->commit, y->commit);

	return order ? order : strcmp(x->run->started, y->run->started);
}

static int by_first(const void *a, const void *b)
{
	const struct committed *x = a, *y = b;
	int order = strcmp(x->first, y->first);

	if (!order)
		order = strcmp(x->run->started, y->run->started);
	return order ? order : in_commit(a, b);
}

/* A short id is that of a long one. */
static bool is_same_commit(const struct committed *a, const struct committed *b)
{
	size_t x = strlen(a->commit), y = strlen(b->commit), n = x < y ? x : y;

	return n && !strncmp(a->commit, b->commit, n);
}

/* Those of one commit follow each other. */
static void find_first(struct committed *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		all[i].first = all[i].run->started;
	for (size_t i = 1; i < n; i++)
		if (is_same_commit(&all[i - 1], &all[i]) &&
		    strcmp(all[i - 1].first, all[i].first) < 0)
			all[i].first = all[i - 1].first;
	/* Of ids of two lengths, a later one may be the first. */
	for (size_t i = n; i-- > 1;)
		if (is_same_commit(&all[i - 1], &all[i]) &&
		    strcmp(all[i].first, all[i - 1].first) < 0)
			all[i - 1].first = all[i].first;
}

static int sort_by_commit(const struct run **runs, size_t n)
{
	struct committed *all = calloc(n + 1, sizeof(*all));
	bool has_any = false;

	if (!all)
		return log__out_of_memory();
	for (size_t i = 0; i < n; i++) {
		all[i].run = runs[i];
		commit__of_run(runs[i], all[i].commit);
		has_any |= all[i].commit[0];
	}
	qsort(all, n, sizeof(*all), in_commit);
	find_first(all, n);
	qsort(all, n, sizeof(*all), by_first);
	for (size_t i = 0; i < n; i++)
		runs[i] = all[i].run;
	free(all);
	if (has_any)
		return 0;
	return log__fail(
		-ENODATA,
		"none of these runs says its commit: measure with --commit, or a kernel whose release ends with one, as in -g0123456789ab");
}

int history__sort(const struct run **runs, size_t n, enum history_order order)
{
	if (order == HISTORY_BY_COMMIT)
		return sort_by_commit(runs, n);
	qsort(runs, n, sizeof(const struct run *), order == HISTORY_BY_DATE ? by_date : by_kernel);
	return 0;
}

void history__name(const struct history_point *point, enum history_order order,
		   char name[HISTORY_NAME_SIZE])
{
	const char *release = release_of(point->run);
	char commit[RUN_COMMIT_SIZE];

	commit__of_run(point->run, commit);
	if (order == HISTORY_BY_COMMIT)
		snprintf(name, HISTORY_NAME_SIZE, "%.*s", COMMIT_SHOWN,
			 commit[0] ? commit : "no commit");
	else
		snprintf(name, HISTORY_NAME_SIZE, "%s", release[0] ? release : "unknown");
}

/* ---- why it changed ---- */

static void list_functions(const struct explained *before, const struct explained *after,
			   char *note, size_t size)
{
	struct explained_change *changes;
	size_t n = explained__compare(before, after, &changes), length = 0;

	for (size_t i = 0; i < n && i < FUNCTIONS_SHOWN && length < size; i++)
		length += (size_t)snprintf(note + length, size - length, "%s%s %+lld",
					   i ? ", " : "", changes[i].name,
					   (long long)(changes[i].after - changes[i].before));
	if (n > FUNCTIONS_SHOWN && length < size)
		snprintf(note + length, size - length, ", and %zu more", n - FUNCTIONS_SHOWN);
	free(changes);
}

static void explain(const struct run *base, const struct run *run, const char *backend, char *note,
		    size_t size)
{
	struct summary *summary = malloc(sizeof(*summary));
	struct explanation before, after;

	if (!summary || !base->explain || !run->explain) {
		free(summary);
		return;
	}
	summary__make(base, summary);
	if (!explanation__make(base, summary, &before)) {
		summary__make(run, summary);
		if (!explanation__make(run, summary, &after)) {
			const struct explained *a = explanation__find(&before, backend);
			const struct explained *b = explanation__find(&after, backend);

			if (a && b)
				list_functions(a, b, note, size);
			explanation__free(&after);
		}
		explanation__free(&before);
	}
	free(summary);
}

/* ---- the points ---- */

static void judge(struct history_point *point, const struct run *base, const char *backend,
		  struct comparison *c)
{
	const struct comparison_row *row;

	compare__make(base, point->run, threshold__default(base->unit), false, c);
	if (c->obstacle.text[0]) {
		snprintf(point->note, sizeof(point->note), "cannot be compared: %.290s",
			 c->obstacle.text);
		return;
	}
	row = compare__row(c, backend);
	if (!row)
		return;
	point->difference = row->difference;
	point->is_change =
		row->verdict == VERDICT_REGRESSION || row->verdict == VERDICT_IMPROVEMENT;
	if (point->is_change)
		explain(base, point->run, backend, point->note, sizeof(point->note));
	if (point->is_change && !point->note[0])
		snprintf(point->note, sizeof(point->note), "%s", row->note);
}

static double value_of(const struct run *run, const char *backend, struct summary *summary)
{
	const struct summary_row *row;

	summary__make(run, summary);
	row = summary__row(summary, backend);
	return row && !row->reference ? row->overhead : NAN;
}

static void fill(struct history *h, const struct run *const *runs, struct summary *summary,
		 struct comparison *comparison)
{
	const struct run *base = NULL;

	for (size_t i = 0; i < h->n; i++) {
		struct history_point *point = &h->points[i];

		*point = (struct history_point){ runs[i], value_of(runs[i], h->backend, summary),
						 NAN, false, "" };
		if (summary->n_problems) {
			snprintf(point->note, sizeof(point->note), "invalid: %.300s",
				 summary->problems[0]);
			continue;
		}
		if (base)
			judge(point, base, h->backend, comparison);
		h->n_changes += point->is_change;
		if (isfinite(point->value))
			base = runs[i];
	}
}

int history__make(const struct run *const *runs, size_t n, const char *backend, struct history *h)
{
	struct summary *summary = malloc(sizeof(*summary));
	struct comparison *comparison = malloc(sizeof(*comparison));

	*h = (struct history){ .unit = runs[0]->unit, .n = n };
	snprintf(h->backend, sizeof(h->backend), "%s", backend);
	h->points = calloc(n, sizeof(*h->points));
	if (summary && comparison && h->points)
		fill(h, runs, summary, comparison);
	free(summary);
	free(comparison);
	return summary && comparison && h->points ? 0 : log__out_of_memory();
}

void history__free(struct history *h)
{
	free(h->points);
	*h = (struct history){ .n = 0 };
}
