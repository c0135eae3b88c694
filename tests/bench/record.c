// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/record.h"

#include <errno.h>
#include <fcntl.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_sort_ulong.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/hook/backends.h"
#include "bench/measure/trial_run.h"

/* What precedes the measured cycles of a trial: a quarter of them, and at least so many. */
#define LEAST_WARMUP 50

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

/*
 * A loop that waits for no memory, and is limited by how much the core does at once: it is slower
 * while the core's other thread is busy. Of a few, the median.
 */
#define SPINS	   5
#define SPIN_TURNS 3000

static uint64_t spin_ns(enum clock_source source, double ns_per_tick)
{
	uint64_t ticks[SPINS];

	for (int i = 0; i < SPINS; i++) {
		uint64_t start = clock__read(source), a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;

		for (uint64_t k = 0; k < SPIN_TURNS; k++) {
			a += k, b ^= k, c += k, d ^= k, e += k, f ^= k;
			__asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f));
		}
		ticks[i] = clock__read(source) - start;
	}
	gsl_sort_ulong(ticks, 1, SPINS);
	return (uint64_t)((double)ticks[SPINS / 2] * ns_per_tick);
}

/* The last loop that ran: of the warm-up, and then of what is measured. */
static struct {
	double ns_per_tick;
	uint64_t start_ns, spin_ns[2];
} last_loop;

static void probed__loop(struct worker *worker, uint64_t cycles, enum clock_source source)
{
	last_loop.start_ns = clock__monotonic_ns();
	last_loop.spin_ns[0] = spin_ns(source, last_loop.ns_per_tick);
	delayed__loop(worker, cycles, source);
	last_loop.spin_ns[1] = spin_ns(source, last_loop.ns_per_tick);
}

static const struct workload delayed = { .name = "create-unlink, delayed", .loop = probed__loop };

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

/* Cells as numbers of the clock's steps: a bucket holds at most one or two of these. */
static int record_cells(const struct histogram_cells *cells, uint64_t step,
			struct recorded_trial *t)
{
	struct histogram_cell *v = calloc(cells->n + 1, sizeof(*v));
	size_t n = 0;

	if (!v)
		return log__out_of_memory();
	for (size_t i = 0; i < cells->n; i++) {
		uint64_t steps = (cells->v[i].value + step - 1) / step;

		if (!n || v[n - 1].value != steps)
			v[n++] = (struct histogram_cell){ steps, 0 };
		v[n - 1].count += cells->v[i].count;
		t->operations += cells->v[i].count;
	}
	t->cells = (struct histogram_cells){ true, n, v };
	return 0;
}

static uint64_t count_of(int64_t count)
{
	return count > 0 ? (uint64_t)count : 0;
}

struct recorder {
	const struct bench *bench;
	uint64_t turns[DELAYS];
	uint64_t started_ns;
	gsl_rng *rng;
};

static int record_trial(const struct recorder *r, uint64_t turns, uint64_t cycles,
			struct recorded_trial *t)
{
	const struct clock *clock = r->bench->clock;
	uint64_t warmup = cycles / 4 > LEAST_WARMUP ? cycles / 4 : LEAST_WARMUP;
	struct trial trial;
	int err;

	delay_turns = turns;
	last_loop.ns_per_tick = clock->units_per_tick;
	err = trial__run(r->bench, &backends[0], &delayed, warmup, cycles,
			 (struct progress){ .backend = "none" }, &trial);
	*t = (struct recorded_trial){
		.start_us = (last_loop.start_ns - r->started_ns) / 1000,
		.spin_ns = { last_loop.spin_ns[0], last_loop.spin_ns[1] },
		.steal_ns = count_of(trial.disturbance.steal_ns),
		.switches = count_of(trial.disturbance.voluntary_switches) +
			    count_of(trial.disturbance.involuntary_switches),
		.interrupts = count_of(trial.disturbance.interrupts),
	};
	if (!err) {
		t->sum_ns = (uint64_t)(trial.operation.figures.mean *
				       (double)trial.operation.figures.count);
		t->delay_ps =
			(uint64_t)lround(1000 * trimmed_mean(&trial.beside, clock->units_per_tick));
		err = record_cells(&trial.operation.cells, clock->step_ticks, t);
	}
	trial__free(&trial);
	return err;
}

/* In random order, as a run has them. */
static int record_round(const struct recorder *r, struct recorded_set *set, size_t round)
{
	size_t order[SLOTS];
	int err = 0;

	for (size_t i = 0; i < SLOTS; i++)
		order[i] = i;
	gsl_ran_shuffle(r->rng, order, SLOTS, sizeof(*order));
	for (size_t i = 0; i < SLOTS && !err; i++) {
		size_t slot = order[i];

		err = record_trial(r, slot < 2 * PAIRS ? 0 : r->turns[slot - 2 * PAIRS],
				   set->cycles, &set->trials[round * SLOTS + slot]);
	}
	return err;
}

/* So many rounds; or if 0, those that fit before the deadline. */
static int record_set(const struct recorder *r, uint64_t cycles, size_t rounds,
		      uint64_t deadline_ns, struct recording *recording)
{
	struct recorded_set *set = recording__add(recording, cycles, 0);
	uint64_t started_ns = clock__monotonic_ns();
	int64_t allowed_ns = (int64_t)(deadline_ns - started_ns);
	int err = set ? 0 : -ENOMEM;

	while (!err && (rounds ? set->rounds < rounds
			       : !recorded_set__is_full(set, clock__monotonic_ns() - started_ns,
							allowed_ns))) {
		err = recorded_set__add_round(set);
		if (!err)
			err = record_round(r, set, set->rounds - 1);
	}
	return err;
}

/*
 * How many rounds fit into a set is found out in each of them: a machine that becomes busy has
 * fewer, and does not take longer. Deadlines are counted from the beginning, so that what one set
 * is too long, others are shorter.
 */
static int record_all(const struct recorder *r, const struct record_plan *plan,
		      struct recording *recording)
{
	int err = 0;

	for (size_t i = 0; i < plan->sets && !err; i++) {
		uint64_t end_ns = (uint64_t)((double)(i + 1) * plan->seconds * 1e9);
		char text[80];

		snprintf(text, sizeof(text), "recording: set %zu of %zu", i + 1, plan->sets);
		progress__text(text);
		err = record_set(r, plan->cycles[i % plan->n_cycles], plan->rounds,
				 r->started_ns + end_ns, recording);
	}
	progress__clear();
	return err;
}

static int record_with(struct bench *bench, const struct record_plan *plan,
		       struct recording *recording)
{
	struct recorder r = { .bench = bench, .started_ns = clock__monotonic_ns() };
	double turn_ns = ns_of_turn();
	int err;

	for (size_t i = 0; i < DELAYS; i++)
		r.turns[i] = (uint64_t)lround(wanted_ns[i] / turn_ns);
	r.rng = gsl_rng_alloc(gsl_rng_mt19937);
	/* So that recordings do not share the luck of their orders. */
	if (r.rng)
		gsl_rng_set(r.rng, (unsigned long)r.started_ns);
	err = r.rng ? record_all(&r, plan, recording) : log__out_of_memory();
	gsl_rng_free(r.rng);
	return err;
}

int record__make(const struct record_plan *record_plan, struct recording *recording)
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
	char missing[256];
	int err = clock__init(&clock, plan.unit);

	/* As a run does. */
	if (perf_counters__probe(perf_counters_table, missing, sizeof(missing)))
		bench.counters = perf_counters_table;

	if (err || (err = scratch__create(&scratch, NULL)))
		return err;
	cpus__choose(&cpus);
	mlockall(MCL_CURRENT | MCL_FUTURE);
	recorded_machine__read(&recording->machine, &clock);
	err = bench__open(&bench, &scratch);
	if (!err) {
		err = record_with(&bench, record_plan, recording);
		bench__close(&bench);
	}
	scratch__remove(&scratch);
	return err;
}
