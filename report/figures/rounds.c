// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/rounds.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/figures/cells_figure.h"

double trial__cost(const struct trial *t, enum clock_unit unit)
{
	const struct figures *f = &t->operation.figures;

	return unit == CLOCK_INSTRUCTIONS ? f->mode : f->p50;
}

double trial__mean(const struct trial *t, enum clock_unit unit)
{
	(void)unit;
	return t->operation.figures.mean;
}

const char *run__reference(const struct run *run)
{
	return run->plan.backends[0];
}

static const struct trial *find_trial(const struct run *run, unsigned int round,
				      const char *backend)
{
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		if (t->round == round && !t->control && !strcmp(t->backend, backend))
			return t;
	}
	return NULL;
}

static bool open_rounds(struct rounds *r, const struct run *run, const char *backend, bool control,
			const char *against)
{
	r->n = 0;
	r->trials = calloc(run->n_trials + 1, sizeof(const struct trial *));
	r->references = calloc(run->n_trials + 1, sizeof(const struct trial *));
	if (!r->trials || !r->references)
		return false;
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i], *reference;

		if (t->control != control || strcmp(t->backend, backend) != 0)
			continue;
		reference = find_trial(run, t->round, against);
		if (!reference)
			continue;
		r->trials[r->n] = t;
		r->references[r->n++] = reference;
	}
	return r->n > 0;
}

bool rounds__open(struct rounds *r, const struct run *run, const char *backend, bool control)
{
	return open_rounds(r, run, backend, control, run__reference(run));
}

bool rounds__open_pair(struct rounds *r, const struct run *run, const char *backend,
		       const char *reference)
{
	return open_rounds(r, run, backend, false, reference);
}

void rounds__close(struct rounds *r)
{
	free(r->trials);
	free(r->references);
}

double rounds__median(const struct rounds *r, enum clock_unit unit, trial_value value)
{
	double *values = calloc(r->n + 1, sizeof(*values)), median = NAN;
	size_t n = 0;

	for (size_t i = 0; values && i < r->n; i++) {
		values[n] = value(r->trials[i], unit);
		n += !isnan(values[n]); /* NAN cannot be sorted */
	}
	if (n) {
		gsl_sort(values, 1, n);
		median = gsl_stats_median_from_sorted_data(values, 1, n);
	}
	free(values);
	return median;
}

static double difference(const struct rounds *r, size_t i, enum clock_unit unit, trial_value value)
{
	return value(r->trials[i], unit) - value(r->references[i], unit);
}

struct interval rounds__range(const struct rounds *r, enum clock_unit unit, trial_value value)
{
	struct interval range = { NAN, NAN };

	/* fmin and fmax ignore NAN. */
	for (size_t i = 0; i < r->n; i++) {
		range.low = fmin(range.low, difference(r, i, unit, value));
		range.high = fmax(range.high, difference(r, i, unit, value));
	}
	return range;
}

/*
 * The width of the bucket that holds the value, or the step of the clock if that is longer, minus
 * one tick: what has one tick is exact. The values between two steps are none that a clock reads.
 */
static double resolution(const struct rounds *r, const struct run *run, trial_value value)
{
	double ticks = rounds__median(r, run->unit, value) / run->units_per_tick;
	uint64_t tick, width;

	/* The values of a command are kept individually, not in buckets. */
	if (plan__is_macro(&run->plan))
		return 0;
	if (value == trial__mean || !(ticks >= 0) || ticks > (double)HISTOGRAM_MAX_VALUE || !r->n)
		return 0;
	tick = histogram__bucket_first(histogram__bucket((uint64_t)ticks));
	width = histogram__bucket_last(tick) - tick + 1;
	if (run->step_ticks > width)
		width = run->step_ticks;
	return (double)(width - 1) * run->units_per_tick;
}

static bool have_cells(const struct rounds *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (!r->trials[i]->operation.cells.n || !r->references[i]->operation.cells.n)
			return false;
	return true;
}

static int estimate_by_cells(const struct rounds *r, const struct run *run,
			     const struct cells_figure *figure, struct estimate *estimate)
{
	const struct cells_clock clock = { run->step_ticks ? run->step_ticks : 1,
					   run->units_per_tick };
	struct cells_pair *pairs = calloc(r->n + 1, sizeof(*pairs));
	int err;

	for (size_t i = 0; pairs && i < r->n; i++)
		pairs[i] = (struct cells_pair){ &r->trials[i]->operation.cells,
						&r->references[i]->operation.cells,
						r->trials[i]->part };
	err = cells_figure__estimate(figure, pairs, pairs ? r->n : 0, clock,
				     resolution(r, run, trial__cost), run->plan.seed, estimate);
	free(pairs);
	return err;
}

int rounds__estimate(const struct rounds *r, const struct run *run, trial_value value,
		     struct estimate *estimate)
{
	struct round_value *values;
	int err;

	if (value == trial__cost && run->unit == CLOCK_NANOSECONDS && !plan__is_macro(&run->plan) &&
	    have_cells(r))
		return estimate_by_cells(r, run, &cells_figure_median, estimate);
	values = calloc(r->n + 1, sizeof(*values));
	for (size_t i = 0; values && i < r->n; i++)
		values[i] = (struct round_value){ difference(r, i, run->unit, value),
						  r->trials[i]->part };
	err = estimate__make(estimate, values, values ? r->n : 0, run->plan.seed);
	estimate->resolution =
		r->n && r->trials[0] == r->references[0] ? 0 : resolution(r, run, value);
	free(values);
	return err;
}

int rounds__estimate_cost(const struct rounds *r, const struct run *run, struct estimate *estimate)
{
	struct round_value *values = calloc(r->n + 1, sizeof(*values));
	int err;

	for (size_t i = 0; values && i < r->n; i++)
		values[i] = (struct round_value){ trial__cost(r->trials[i], run->unit),
						  r->trials[i]->part };
	err = estimate__make(estimate, values, values ? r->n : 0, run->plan.seed);
	estimate->resolution = resolution(r, run, trial__cost);
	free(values);
	return err;
}

int rounds__estimate_fastest(const struct rounds *r, const struct run *run,
			     struct estimate *estimate)
{
	return estimate_by_cells(r, run, &cells_figure_fastest, estimate);
}
