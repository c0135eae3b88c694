// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/plan_defaults.h"

static const struct {
	unsigned int rounds;
	uint64_t cycles;
	uint64_t warmup_share; /* warm-up cycles: one in this many, in addition */
	uint64_t warmup_min;
} defaults[] = {
	[CLOCK_INSTRUCTIONS] = { PLAN_EXACT_ROUNDS, PLAN_EXACT_CYCLES, 10, 100 },
	[CLOCK_NANOSECONDS] = { PLAN_NANOSECOND_ROUNDS, PLAN_NANOSECOND_CYCLES, 4, 100 },
};

/* A trial measures for at least this part of the time between trials, in so many cycles at most. */
#define FITTED_SHARE  4
#define FITTED_CYCLES 100000

/* With --rate: the cycles that fit into half a second, but at least this many. */
#define PACED_MIN_CYCLES 20
#define PACED_MAX_CYCLES 2000
#define PACED_MIN_WARMUP 5

static uint64_t default_cycles(const struct plan *plan)
{
	uint64_t cycles = plan->rate_hz / 2;

	if (!plan->rate_hz)
		return defaults[plan->unit].cycles;
	if (cycles > PACED_MAX_CYCLES)
		return PACED_MAX_CYCLES;
	return cycles < PACED_MIN_CYCLES ? PACED_MIN_CYCLES : cycles;
}

static void set_warmup(struct plan *plan)
{
	uint64_t least = plan->rate_hz ? PACED_MIN_WARMUP : defaults[plan->unit].warmup_min;

	plan->warmup = plan->cycles / defaults[plan->unit].warmup_share;
	if (plan->warmup < least)
		plan->warmup = least;
}

void plan__complete(struct plan *plan, enum clock_unit unit)
{
	plan->unit = unit;
	if (plan->precision[0] && !plan->max_time_s)
		plan->max_time_s = PLAN_MAX_TIME_S;
	if (!plan->rounds)
		plan->rounds = plan->precision[0] ? PLAN_MAX_ROUNDS : defaults[unit].rounds;
	if (!plan->cycles) {
		plan->fits_cycles = unit == CLOCK_NANOSECONDS && !plan->rate_hz;
		plan->cycles = default_cycles(plan);
	}
	set_warmup(plan);
}

/* Two digits: the same machine then has the same number more often than not. */
static uint64_t round_down(uint64_t number)
{
	uint64_t unit = 1;

	while (number / unit >= 100)
		unit *= 10;
	return number / unit * unit;
}

void plan__fit_cycles(struct plan *plan, uint64_t between_ns, uint64_t cycle_ns)
{
	uint64_t cycles = between_ns / FITTED_SHARE / (cycle_ns ? cycle_ns : 1);

	if (cycles > FITTED_CYCLES)
		cycles = FITTED_CYCLES;
	if (cycles > plan->cycles)
		plan->cycles = round_down(cycles);
	set_warmup(plan);
}
