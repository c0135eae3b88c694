// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/drivers_counters.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#include "report/figures/company.h"

const char *const counted_names[N_COUNTED] = {
	[COUNTED_CYCLES] = "cycles",
	[COUNTED_BRANCH_MISSES] = "branch misses",
	[COUNTED_L1I_MISSES] = "L1i misses",
	[COUNTED_ITLB_MISSES] = "iTLB misses",
};

/* ---- which runs ---- */

bool drivers_counters__are_in(const struct summary *counted)
{
	for (size_t i = 0; i < counted->n; i++)
		if (!isnan(counted->rows[i].per_operation.kernel_cycles))
			return true;
	return false;
}

static const char *text_of(const struct run *run, const char *key)
{
	return json_string_value(json_object_get(run->environment, key));
}

/* The release has to be known; of the architecture, old runs say nothing. */
static bool same_kernel(const struct run *a, const struct run *b)
{
	const char *x = text_of(a, "kernel_release"), *y = text_of(b, "kernel_release");
	const char *p = text_of(a, "architecture"), *q = text_of(b, "architecture");

	return x && y && !strcmp(x, y) && (!p || !q || !strcmp(p, q));
}

bool drivers_counters__fit(const struct run *counted, const struct run *driven)
{
	char companies[2][COMPANY_SIZE];

	company__format(&counted->plan, companies[0]);
	company__format(&driven->plan, companies[1]);
	return driven->drivers && same_kernel(counted, driven) &&
	       !strcmp(counted->plan.workload, driven->plan.workload) &&
	       !strcmp(counted->plan.payload, driven->plan.payload) &&
	       !strcmp(counted->target.symbol, driven->target.symbol) &&
	       !strcmp(companies[0], companies[1]);
}

/* ---- numbers ---- */

static double count_of(const struct summary_row *row, enum counted counted)
{
	switch (counted) {
	case COUNTED_CYCLES: return row->per_operation.kernel_cycles;
	case COUNTED_BRANCH_MISSES: return row->per_operation.kernel_branch_misses;
	case COUNTED_L1I_MISSES: return row->per_operation.kernel_l1i_misses;
	case COUNTED_ITLB_MISSES: return row->per_operation.kernel_itlb_misses;
	default: return NAN;
	}
}

static const struct summary_row *reference_of(const struct summary *summary)
{
	for (size_t i = 0; i < summary->n; i++)
		if (summary->rows[i].reference && !summary->rows[i].control)
			return &summary->rows[i];
	return NULL;
}

void drivers_counters__make(const struct summary *counted, const struct drivers *drivers,
			    struct drivers_counters *c)
{
	const struct summary_row *none = reference_of(counted);

	c->n = 0;
	for (size_t i = 0; none && i < counted->n; i++) {
		const struct summary_row *row = &counted->rows[i];
		const struct driven *driven = drivers__find(drivers, row->backend);
		struct counted_hook *hook = &c->v[c->n];

		/* A program's drivers are over its twin, and what is counted here is not. */
		if (row->reference || row->control || !driven ||
		    strcmp(driven->over, none->backend) != 0)
			continue;
		*hook = (struct counted_hook){ .backend = row->backend, .driven = driven };
		for (int k = 0; k < N_COUNTED; k++)
			hook->added[k] =
				count_of(row, (enum counted)k) - count_of(none, (enum counted)k);
		c->n++;
	}
}

/* ---- correlation ---- */

static bool are_all_equal(const double *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i] != v[0])
			return false;
	return true;
}

double drivers_counters__correlation(const struct drivers_counters *c, enum driver_id driver,
				     enum counted counted, size_t *n)
{
	double x[SUMMARY_MAX_ROWS], y[SUMMARY_MAX_ROWS], work[2 * SUMMARY_MAX_ROWS], r;

	*n = 0;
	for (size_t i = 0; i < c->n; i++) {
		if (!isfinite(c->v[i].added[counted]))
			continue;
		x[*n] = (double)driven_pair__difference(&c->v[i].driven->of[driver]);
		y[(*n)++] = c->v[i].added[counted];
	}
	if (*n < CORRELATION_LEAST || are_all_equal(x, *n) || are_all_equal(y, *n))
		return NAN;
	r = gsl_stats_spearman(x, 1, y, 1, *n, work);
	/* What is left of 0 by rounding would have a sign. */
	return fabs(r) < 1e-9 ? 0 : r;
}
