// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/trial.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/maybe_count.h"
#include "bench/base/number.h"

/* In exact mode, the share of a trial's operations that must take the most frequent count. */
#define EXACT_SHARE 0.90

/*
 * How far the CPU's counter and the kernel's clock may differ: absolute, and as a share of a trial.
 */
#define DRIFT_NS    20000
#define DRIFT_SHARE 1e-3

void trial__init(struct trial *trial, const char *backend)
{
	*trial = (struct trial){
		.expected_hits = COUNT_UNKNOWN,
		.hits = COUNT_UNKNOWN,
		.missed = COUNT_UNKNOWN,
		.recursion = COUNT_UNKNOWN,
		.lost = COUNT_UNKNOWN,
		.proof_expected = COUNT_UNKNOWN,
		.proof_hits = COUNT_UNKNOWN,
		.disturbance = disturbance_unknown,
		.counters = counters_unknown,
		.clock_drift_ns = NAN,
		.half_shift = NAN,
		.attach_ns = COUNT_UNKNOWN,
		.detach_ns = COUNT_UNKNOWN,
	};
	snprintf(trial->backend, sizeof(trial->backend), "%s", backend);
}

void trial__free(struct trial *trial)
{
	distribution__free(&trial->operation);
	distribution__free(&trial->beside);
}

/* ---- problems ---- */

static bool is_less(int64_t count, int64_t expected)
{
	return count != COUNT_UNKNOWN && expected != COUNT_UNKNOWN && count < expected;
}

static double mode_share(const struct figures *f)
{
	return f->count ? (double)f->mode_count / (double)f->count : 0;
}

static bool is_clock_off(const struct trial *trial)
{
	return fabs(trial->clock_drift_ns) > DRIFT_NS + DRIFT_SHARE * (double)trial->elapsed_ns;
}

/* If a program filters calls, refused runs need not have been hits. */
static bool is_filtered(const struct capability *c)
{
	return c && c->is_filtered;
}

/* Another process may have changed meanwhile how probes are placed. */
static bool is_misplaced(const struct trial *trial, const struct capability *c)
{
	return c && c->must_be[0] && trial->placement[0] &&
	       strcmp(trial->placement, c->must_be) != 0;
}

void trial__hit_problem(const struct trial *trial, const struct capability *c, char *text,
			size_t size)
{
	text[0] = '\0';
	if (is_less(trial->hits, trial->expected_hits))
		snprintf(text, size, "%" PRId64 " hits of %" PRId64, trial->hits,
			 trial->expected_hits);
	else if (is_less(trial->proof_hits, trial->proof_expected))
		snprintf(text, size, "%" PRId64 " hits of %" PRId64 " in the warm-up",
			 trial->proof_hits, trial->proof_expected);
	else if (trial->missed > 0)
		snprintf(text, size, "%" PRId64 " missed hits", trial->missed);
	else if (trial->recursion > 0 && !is_filtered(c))
		snprintf(text, size, "%" PRId64 " hits refused as recursion", trial->recursion);
	else if (trial->wrong[0])
		snprintf(text, size, "%s", trial->wrong);
	else if (is_misplaced(trial, c))
		snprintf(text, size, "the probe was placed as %s, not as %s", trial->placement,
			 c->must_be);
}

/* Whether all operations must take the same number of instructions. */
static bool is_exact(const struct plan *plan, const struct capability *c)
{
	return plan->unit == CLOCK_INSTRUCTIONS && !(c && c->varies[0]);
}

bool trial__has_one_length(const struct trial *trial)
{
	const struct figures *f = &trial->operation.figures;

	return f->mode_exact && mode_share(f) >= EXACT_SHARE;
}

void trial__problem(const struct trial *trial, const struct plan *plan, const struct capability *c,
		    char *text, size_t size)
{
	const struct figures *f = &trial->operation.figures;

	trial__hit_problem(trial, c, text, size);
	if (text[0])
		return;
	if (trial->disturbance.suspended_ns > DISTURBANCE_SUSPENDED_NS)
		snprintf(text, size, "the machine was suspended for %.1f s during the trial",
			 (double)trial->disturbance.suspended_ns / 1e9);
	else if (f->over)
		snprintf(text, size,
			 "the clock jumped: %" PRIu64 " operation%s took an impossible time",
			 f->over, number__s(f->over));
	else if (is_clock_off(trial))
		snprintf(text, size,
			 "the clock jumped: it is %+.1f us off the kernel's clock after %.1f ms",
			 trial->clock_drift_ns / 1e3, (double)trial->elapsed_ns / 1e6);
	else if (is_exact(plan, c) && !trial__has_one_length(trial))
		snprintf(text, size, "not exact: %.1f %% of the operations took %.0f instructions",
			 100 * mode_share(f), f->mode);
}
