// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/precision.h"

#include <math.h>

#include "report/figures/rounds.h"

static bool is_narrow(double value, struct interval interval, struct precision wanted)
{
	double half = (interval.high - interval.low) / 2;

	/* NAN (no interval) is not precise. */
	return half <= (wanted.is_percent ? wanted.value / 100 * fabs(value) : wanted.value);
}

static bool is_precise(const struct run *run, const char *backend, struct precision wanted)
{
	struct estimate e;
	struct rounds r;
	bool precise = true;

	/* More rounds do not help a backend that this kernel does not support. */
	if (rounds__open(&r, run, backend, false)) {
		precise = !rounds__estimate(&r, run, trial__cost, &e) &&
			  is_narrow(e.value, estimate__interval(&e, SUMMARY_CONFIDENCE), wanted);
		estimate__free(&e);
	}
	rounds__close(&r);
	return precise;
}

bool precision__is_reached(const struct run *run)
{
	struct precision wanted;

	if (!run->plan.precision[0] || precision__parse(run->plan.precision, &wanted))
		return true;
	for (size_t i = 1; i < run->plan.n_backends; i++)
		if (!is_precise(run, run->plan.backends[i], wanted))
			return false;
	return true;
}

bool precision__is_reached_in(const struct run *run, const struct summary *summary)
{
	struct precision wanted;

	if (!run->plan.precision[0] || precision__parse(run->plan.precision, &wanted))
		return true;
	for (size_t i = 1; i < run->plan.n_backends; i++) {
		const struct summary_row *row = summary__row(summary, run->plan.backends[i]);

		if (row &&
		    !is_narrow(row->overhead, (struct interval){ row->low, row->high }, wanted))
			return false;
	}
	return true;
}

bool precision__is_enough(const struct run *run)
{
	unsigned int rounds = run__count_rounds(run);

	/*
	 * Checking takes time in which nothing is measured, so it is done once every so many
	 * rounds.
	 */
	return rounds >= PRECISION_MIN_ROUNDS && rounds % (rounds / PRECISION_MIN_ROUNDS) == 0 &&
	       precision__is_reached(run);
}
