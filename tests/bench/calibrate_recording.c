// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/calibrate_recording.h"

#include <errno.h>
#include <fcntl.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/hook/backends.h"
#include "bench/measure/trial_run.h"

#define WARMUP 500

/* What the delays are to take, about. */
static const double wanted_ns[DELAYS] = { 10, 20, 40, 80, 160, 320 };

/* ---- the workload ---- */

/* Turns of the loop that is added to the timed call; the same code runs with 0. */
static uint64_t delay_turns;

static inline __attribute__((always_inline)) void delay(uint64_t turns)
{
#if defined(__x86_64__)
	__asm__ volatile("test %0, %0\n\tjz 2f\n\t1: dec %0\n\tjnz 1b\n\t2:"
			 : "+r"(turns)
			 :
			 : "cc");
#else
	while (turns--)
		__asm__ volatile("" : "+r"(turns));
#endif
}

static inline __attribute__((always_inline)) int delayed__cycle(struct worker *worker,
								enum clock_source source)
{
	uint64_t start, called, end;
	int fd, err;

	fd = openat(worker->folder, "file", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return worker__fail(worker, "openat", errno);
	close(fd);
	start = clock__read(source);
	err = unlinkat(worker->folder, "file", 0);
	called = clock__read(source);
	delay(delay_turns);
	end = clock__read(source);
	if (err)
		return worker__fail(worker, "unlinkat", errno);
	worker__record(worker->operation, start, end, source);
	worker__record(worker->control, called, end, source);
	return 0;
}

WORKLOAD_LOOP(delayed, delayed__cycle)

static const struct workload delayed = { .name = "create-unlink, delayed", .loop = delayed__loop };

/* What one turn takes, by a long loop: the fastest of some, so that an interrupt does not count. */
static double ns_of_turn(void)
{
	const uint64_t turns = 10000000;
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < 10; i++) {
		uint64_t start = clock__monotonic_ns(), taken;

		delay(turns);
		taken = clock__monotonic_ns() - start;
		best = taken < best ? taken : best;
	}
	return (double)best / (double)turns;
}

/* ---- recording ---- */

/* Without the slowest 2 %, into which interrupts fell. */
static double trimmed_mean(const struct distribution *d, double units_per_tick)
{
	uint64_t left = d->figures.count - d->figures.count / 50, n = left;
	double ticks = 0;

	for (size_t i = 0; i < d->cells.n && left; i++) {
		uint64_t count = d->cells.v[i].count < left ? d->cells.v[i].count : left;

		ticks += (double)(count * d->cells.v[i].value);
		left -= count;
	}
	return ticks / (double)n * units_per_tick;
}

static int record_trial(const struct bench *bench, uint64_t turns, struct record *record)
{
	struct trial trial;
	int err;

	delay_turns = turns;
	err = trial__run(bench, &backends[0], &delayed, WARMUP, CYCLES,
			 (struct progress){ .backend = "none" }, &trial);
	record->median = trial.operation.figures.p50;
	record->mean = trial.operation.figures.mean;
	record->beside = trimmed_mean(&trial.beside, bench->clock->units_per_tick);
	trial__free(&trial);
	return err;
}

/* In random order, as a run has them. */
static int record_round(const struct bench *bench, const uint64_t turns[DELAYS], gsl_rng *rng,
			struct record round[SLOTS])
{
	size_t order[SLOTS];
	int err = 0;

	for (size_t i = 0; i < SLOTS; i++)
		order[i] = i;
	gsl_ran_shuffle(rng, order, SLOTS, sizeof(*order));
	for (size_t i = 0; i < SLOTS && !err; i++) {
		size_t slot = order[i];

		err = record_trial(bench, slot < 2 * PAIRS ? 0 : turns[slot - 2 * PAIRS],
				   &round[slot]);
	}
	return err;
}

static int record_all(const struct bench *bench, const struct recording *r,
		      const uint64_t turns[DELAYS])
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int err = 0;

	for (size_t i = 0; i < r->sets * r->n_rounds && !err; i++) {
		char text[80];

		snprintf(text, sizeof(text), "recording: set %zu of %zu, round %zu of %zu",
			 i / r->n_rounds + 1, r->sets, i % r->n_rounds + 1, r->n_rounds);
		progress__text(text);
		err = record_round(bench, turns, rng, r->rounds[i]);
	}
	progress__clear();
	gsl_rng_free(rng);
	return err;
}

int recording__make(const struct recording *r)
{
	struct plan plan = { .unit = CLOCK_NANOSECONDS, .threads = 1, .copies = 1, .seed = 1 };
	struct scratch scratch;
	struct clock clock;
	struct target target = { .symbol = "" };
	struct cpus cpus;
	struct bench bench = {
		.plan = &plan,
		.clock = &clock,
		.workload = &delayed,
		.payload = &payloads[0],
		.target = &target,
		.cpus = &cpus,
		.stop = interrupt__flag(),
	};
	uint64_t turns[DELAYS];
	double turn_ns;
	char missing[256];
	int err = clock__init(&clock, plan.unit);

	/* As a run does. */
	if (perf_counters__probe(perf_counters_table, missing, sizeof(missing)))
		bench.counters = perf_counters_table;

	if (err || (err = scratch__create(&scratch, NULL)))
		return err;
	cpus__choose(&cpus);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	turn_ns = ns_of_turn();
	for (size_t i = 0; i < DELAYS; i++)
		turns[i] = (uint64_t)lround(wanted_ns[i] / turn_ns);
	err = bench__open(&bench, &scratch);
	if (!err) {
		err = record_all(&bench, r, turns);
		bench__close(&bench);
	}
	scratch__remove(&scratch);
	return err;
}
