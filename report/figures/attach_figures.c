// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/attach_figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

static const size_t members[ATTACH_FIGURES] = {
	[ATTACH_LOAD] = offsetof(struct attach_trial, load),
	[ATTACH_ATTACH] = offsetof(struct attach_trial, attach),
	[ATTACH_DETACH] = offsetof(struct attach_trial, detach),
	[ATTACH_LOAD_NS] = offsetof(struct attach_trial, load_ns),
	[ATTACH_ATTACH_NS] = offsetof(struct attach_trial, attach_ns),
	[ATTACH_DETACH_NS] = offsetof(struct attach_trial, detach_ns),
};

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts the values. */
static struct attach_figure make_figure(double *values, size_t n)
{
	if (!n)
		return (struct attach_figure){ NAN, NAN, NAN };
	qsort(values, n, sizeof(*values), compare);
	return (struct attach_figure){
		.least = values[0],
		.median = (values[(n - 1) / 2] + values[n / 2]) / 2,
		.most = values[n - 1],
	};
}

static void make_row(const struct attach_trial *trials, size_t n, struct attach_row *row)
{
	double values[ATTACH_COST_MAX_REPEATS];

	*row = (struct attach_row){ .backend = trials[0].backend,
				    .functions = trials[0].functions,
				    .reason = "",
				    .repeats = n };
	for (size_t f = 0; f < ATTACH_FIGURES; f++) {
		size_t known = 0;

		for (size_t i = 0; i < n; i++) {
			int64_t value = *(const int64_t *)((const char *)&trials[i] + members[f]);

			if (value != COUNT_UNKNOWN && known < ATTACH_COST_MAX_REPEATS)
				values[known++] = (double)value;
		}
		row->figures[f] = make_figure(values, known);
	}
	for (size_t i = 0; i < n; i++)
		if (trials[i].reason[0])
			row->reason = trials[i].reason;
}

static bool belong_together(const struct attach_trial *a, const struct attach_trial *b)
{
	return a->functions == b->functions && !strcmp(a->backend, b->backend);
}

int attach_rows__make(const struct attach_cost *cost, struct attach_rows *rows)
{
	size_t next;

	rows->n = 0;
	rows->v = calloc(cost->n + 1, sizeof(*rows->v));
	if (!rows->v)
		return log__out_of_memory();
	for (size_t i = 0; i < cost->n; i = next) {
		next = i + 1;
		while (next < cost->n && belong_together(&cost->trials[i], &cost->trials[next]))
			next++;
		make_row(&cost->trials[i], next - i, &rows->v[rows->n++]);
	}
	return 0;
}

void attach_rows__free(struct attach_rows *rows)
{
	free(rows->v);
	rows->v = NULL;
	rows->n = 0;
}

double attach_row__spread(const struct attach_row *row)
{
	double spread = 0;

	for (size_t f = ATTACH_LOAD; f <= ATTACH_DETACH; f++) {
		const struct attach_figure *figure = &row->figures[f];

		if (figure->median > 0)
			spread =
				fmax(spread, 100 * (figure->most - figure->least) / figure->median);
	}
	return spread;
}
