// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/merged.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

static bool is_of(const struct trial *t, const char *backend, bool control)
{
	return t->control == control && !strcmp(t->backend, backend);
}

static int by_value(const void *a, const void *b)
{
	const struct histogram_cell *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* Sorts the cells, and merges those of the same value. */
static void cells__join(struct histogram_cells *cells)
{
	size_t n = 0;

	qsort(cells->v, cells->n, sizeof(*cells->v), by_value);
	for (size_t i = 0; i < cells->n; i++) {
		if (n && cells->v[n - 1].value == cells->v[i].value)
			cells->v[n - 1].count += cells->v[i].count;
		else
			cells->v[n++] = cells->v[i];
	}
	cells->n = n;
}

static uint64_t last_of(const struct histogram_cells *cells, size_t i)
{
	return cells->exact ? cells->v[i].value : histogram__bucket_last(cells->v[i].value);
}

/* If another trial has only buckets, exact values are put into theirs. */
static void merged__add(struct merged *m, const struct histogram_cells *cells)
{
	for (size_t i = 0; i < cells->n; i++) {
		struct histogram_cell cell = cells->v[i];

		if (!m->cells.exact)
			cell.value = histogram__bucket_first(histogram__bucket(cell.value));
		m->cells.v[m->cells.n++] = cell;
		m->total += cell.count;
	}
}

int merged__make(const struct run *run, const char *backend, bool control, struct merged *m)
{
	double largest = 0;
	size_t room = 0;

	*m = (struct merged){ .cells.exact = true, .units_per_tick = run->units_per_tick };
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct histogram_cells *cells = &run->trials[i].operation.cells;

		if (!is_of(&run->trials[i], backend, control) || !cells->n)
			continue;
		room += cells->n;
		m->cells.exact &= cells->exact;
	}
	if (!room)
		return 0;
	m->cells.v = calloc(room, sizeof(*m->cells.v));
	if (!m->cells.v)
		return log__out_of_memory();
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		if (!is_of(t, backend, control) || !t->operation.cells.n)
			continue;
		merged__add(m, &t->operation.cells);
		largest = fmax(largest, t->operation.figures.max / run->units_per_tick);
		m->sum += t->operation.figures.mean * (double)t->operation.figures.count /
			  run->units_per_tick;
	}
	cells__join(&m->cells);
	m->min = m->cells.v[0].value;
	m->max = last_of(&m->cells, m->cells.n - 1);
	/* The last bucket may end above the largest value seen. */
	if (largest >= (double)m->cells.v[m->cells.n - 1].value && largest < (double)m->max)
		m->max = (uint64_t)llround(largest);
	return 0;
}

void merged__free(struct merged *m)
{
	histogram_cells__free(&m->cells);
}

double merged__quantile(const struct merged *m, double q)
{
	uint64_t value = histogram_cells__percentile(&m->cells, 100 * q);

	return (double)(value < m->max ? value : m->max) * m->units_per_tick;
}

uint64_t merged__count_up_to(const struct merged *m, double value)
{
	uint64_t n = 0;

	for (size_t i = 0; i < m->cells.n; i++) {
		if ((double)last_of(&m->cells, i) * m->units_per_tick > value)
			break;
		n += m->cells.v[i].count;
	}
	return n;
}
