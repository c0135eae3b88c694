// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/plan_defaults.h"

/* A clock without noise needs few rounds of few cycles. */
static const struct {
	unsigned int rounds;
	uint64_t cycles;
	uint64_t warmup_share; /* warm-up cycles: one in this many, in addition */
	uint64_t warmup_min;
} defaults[] = {
	[CLOCK_INSTRUCTIONS] = { 2, 300, 10, 100 },
	/* Many short trials: noise differs more between trials than within one. */
	[CLOCK_NANOSECONDS] = { 40, 2000, 4, 100 },
};

/* With --rate: the cycles that fit into half a second, but at least this many. */
#define PACED_MIN_CYCLES 20
#define PACED_MIN_WARMUP 5

/* With --precision, unless --rounds or --max-time is given. */
#define MAX_TIME_S 60

static uint64_t default_cycles(const struct plan *plan)
{
	uint64_t most = defaults[plan->unit].cycles, cycles = plan->rate_hz / 2;

	if (!plan->rate_hz || cycles > most)
		return most;
	return cycles < PACED_MIN_CYCLES ? PACED_MIN_CYCLES : cycles;
}

void plan__complete(struct plan *plan, enum clock_unit unit)
{
	uint64_t warmup_min;

	plan->unit = unit;
	if (plan->precision[0] && !plan->max_time_s)
		plan->max_time_s = MAX_TIME_S;
	if (!plan->rounds)
		plan->rounds = plan->precision[0] ? PLAN_MAX_ROUNDS : defaults[unit].rounds;
	if (!plan->cycles)
		plan->cycles = default_cycles(plan);
	plan->warmup = plan->cycles / defaults[unit].warmup_share;
	warmup_min = plan->rate_hz ? PACED_MIN_WARMUP : defaults[unit].warmup_min;
	if (plan->warmup < warmup_min)
		plan->warmup = warmup_min;
}
