// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/across_runs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/figures/format.h"
#include "report/figures/run_state.h"

const char *across_runs__label(const struct report *report, const struct matrix_row *row)
{
	for (size_t i = 0; row->run && i < report->n; i++)
		if (row->run == &report->runs[i].run)
			return report->runs[i].label;
	return row->label;
}

bool across_runs__change(const struct report *report, struct across_change *change)
{
	const struct matrix *m = &report->matrix;

	if (!report->has_matrix)
		return false;
	if (m->has_overall) {
		*change = (struct across_change){ across_runs__label(report, m->overall_rows[0]),
						  across_runs__label(report, m->overall_rows[1]),
						  &m->overall };
		return true;
	}
	for (size_t i = m->n; i-- > 0;) {
		const struct matrix_row *row = &m->rows[i];

		if (!row->before)
			continue;
		*change = (struct across_change){ across_runs__label(report, row->before),
						  across_runs__label(report, row), &row->change };
		return true;
	}
	return false;
}

static bool contains(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

size_t across_runs__backends(const struct report *report, const char **names)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n; i++) {
		const struct plan *plan = &report->runs[i].run.plan;

		for (size_t j = 0; j < plan->n_backends && n < PLAN_MAX_BACKENDS; j++)
			if (!contains(names, n, plan->backends[j]))
				names[n++] = plan->backends[j];
	}
	return n;
}

bool across_runs__is_reference(const struct report *report, const char *backend)
{
	for (size_t i = 0; i < report->n; i++) {
		const struct summary_row *row = summary__row(&report->runs[i].summary, backend);

		if (row)
			return row->reference;
	}
	return false;
}

const char *across_runs__unit(const struct report *report)
{
	const char *unit = report->n ? format__unit(&report->runs[0].run) : NULL;

	for (size_t i = 1; unit && i < report->n; i++)
		if (strcmp(unit, format__unit(&report->runs[i].run)) != 0)
			unit = NULL;
	return unit;
}

size_t across_runs__count_invalid(const struct report *report)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n; i++)
		n += report->runs[i].summary.n_problems > 0;
	return n;
}

size_t across_runs__count_unsure(const struct report *report)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n; i++)
		n += run_state__of(&report->runs[i].run, &report->runs[i].summary) == RUN_UNSURE;
	return n;
}

double across_runs__value(const struct matrix_row *row, const char *backend)
{
	const struct summary_row *s = row->run ? summary__row(&row->summary, backend) : NULL;

	if (!s)
		return NAN;
	return s->reference ? s->cost : s->overhead;
}

void across_runs__format_interval(char *cell, const struct matrix_row *row, const char *backend)
{
	const struct summary_row *s = summary__row(&row->summary, backend);
	char low[CELL_SIZE], high[CELL_SIZE];

	cell[0] = '\0';
	if (!s || s->reference || !isfinite(s->low) || s->low == s->high)
		return;
	format__grouped(low, s->low, false);
	format__grouped(high, s->high, false);
	snprintf(cell, CELL_SIZE, " [%.24s to %.24s]", low, high);
}

const struct comparison_row *across_runs__change_of(const struct matrix_row *row,
						    const char *backend)
{
	/* Without a comparison there is no difference. */
	if (row->before && row->change.obstacle.text[0])
		return NULL;
	return row->before ? compare__row(&row->change, backend) : NULL;
}
