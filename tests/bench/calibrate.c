// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whether the intervals of hookbench can be believed, on the noise of this machine.
 *
 * Sets of rounds are recorded as a run records them, with trials in which nothing differs and
 * trials in which a delay of known size is added to what is timed. From the same recordings follow:
 * how often a difference is reported where there is none, how large a delay has to be to be found,
 * how often the interval holds the truth, and how often each of two ways puts two costs into the
 * wrong order.
 */
#include <errno.h>
#include <fcntl.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/hook/backends.h"
#include "bench/measure/trial_run.h"
#include "report/figures/estimate.h"
#include "report/figures/rounds.h"
#include "report/figures/summary.h"

/* As a run takes them by default; a round of five backends takes about a quarter of a second. */
#define MAX_ROUNDS 40
#define CYCLES	   2000
#define WARMUP	   500

/* Trials of a round in which nothing differs: pairs of them are compared. */
#define PAIRS 4
/* Of the other trials of a round; the first of the pairs is what they are compared with. */
static const double wanted_ns[] = { 10, 20, 40, 80, 160, 320 };
#define DELAYS (sizeof(wanted_ns) / sizeof(*wanted_ns))
#define SLOTS  (2 * PAIRS + DELAYS)

/* Simulated runs for the coverage. */
#define SIMULATIONS 2000

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
	uint64_t start, end;
	int fd, err;

	fd = openat(worker->folder, "file", O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0)
		return worker__fail(worker, "openat", errno);
	close(fd);
	start = clock__read(source);
	err = unlinkat(worker->folder, "file", 0);
	delay(delay_turns);
	end = clock__read(source);
	if (err)
		return worker__fail(worker, "unlinkat", errno);
	worker__record(worker->operation, start, end, source);
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

/* Between two clock reads, with nothing else: the mean of those that no interrupt fell into. */
static double ns_between_reads(uint64_t turns, const struct clock *clock)
{
	double values[1000];
	const size_t n = sizeof(values) / sizeof(*values);

	for (size_t i = 0; i < n; i++) {
		uint64_t start = clock__read(clock->source);

		delay(turns);
		values[i] = (double)(clock__read(clock->source) - start) * clock->units_per_tick;
	}
	gsl_sort(values, 1, n);
	return gsl_stats_mean(values, 1, n - n / 50);
}

/*
 * What the delay really takes, here and now: leaving a loop of some length costs a mispredicted
 * branch, which no multiple of a turn contains; and a CPU that shares its core is slower at times.
 */
static double ns_of_delay(uint64_t turns, const struct clock *clock)
{
	return ns_between_reads(turns, clock) - ns_between_reads(0, clock);
}

/* ---- recording ---- */

/* One trial's figures. */
struct record {
	double median, mean;
	double delay_ns; /* that was added */
};

/* All rounds of all sets. */
struct recording {
	size_t sets;
	size_t n_rounds; /* of a set; at most MAX_ROUNDS */
	uint64_t turns[DELAYS];
	struct record (*rounds)[SLOTS]; /* sets * n_rounds */
};

static int record_trial(const struct bench *bench, uint64_t turns, struct record *record)
{
	struct trial trial;
	int err;

	delay_turns = turns;
	err = trial__run(bench, &backends[0], &delayed, WARMUP, CYCLES,
			 (struct progress){ .backend = "none" }, &trial);
	record->median = trial.operation.figures.p50;
	record->mean = trial.operation.figures.mean;
	record->delay_ns = turns ? ns_of_delay(turns, bench->clock) : 0;
	trial__free(&trial);
	return err;
}

/* In random order, as a run has them. */
static int record_round(const struct bench *bench, const struct recording *r, gsl_rng *rng,
			struct record round[SLOTS])
{
	size_t order[SLOTS];
	int err = 0;

	for (size_t i = 0; i < SLOTS; i++)
		order[i] = i;
	gsl_ran_shuffle(rng, order, SLOTS, sizeof(*order));
	for (size_t i = 0; i < SLOTS && !err; i++) {
		size_t slot = order[i];
		uint64_t turns = slot < 2 * PAIRS ? 0 : r->turns[slot - 2 * PAIRS];

		err = record_trial(bench, turns, &round[slot]);
	}
	return err;
}

static int record_all(const struct bench *bench, struct recording *r)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	int err = 0;

	for (size_t i = 0; i < r->sets * r->n_rounds && !err; i++) {
		char text[80];

		snprintf(text, sizeof(text), "recording: set %zu of %zu, round %zu of %zu",
			 i / r->n_rounds + 1, r->sets, i % r->n_rounds + 1, r->n_rounds);
		progress__text(text);
		err = record_round(bench, r, rng, r->rounds[i]);
	}
	progress__clear();
	gsl_rng_free(rng);
	return err;
}

static int record(struct recording *r)
{
	struct plan plan = { .unit = CLOCK_NANOSECONDS, .threads = 1, .seed = 1 };
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
	for (size_t i = 0; i < DELAYS; i++) {
		r->turns[i] = (uint64_t)lround(wanted_ns[i] / turn_ns);
	}
	err = bench__open(&bench, &scratch);
	if (!err) {
		err = record_all(&bench, r);
		bench__close(&bench);
	}
	scratch__remove(&scratch);
	return err;
}

/* ---- judging ---- */

/* A share of n cases, with its interval of 95 % (Clopper and Pearson's). */
static struct interval print_share(const char *what, unsigned int k, unsigned int n,
				   const char *wanted)
{
	double low = k ? gsl_cdf_beta_Pinv(0.025, k, n - k + 1) : 0;
	double high = k < n ? gsl_cdf_beta_Pinv(0.975, k + 1, n - k) : 1;

	printf("%-44s %5.1f %% [%.1f %.1f], %u of %u%s%s\n", what, 100.0 * k / n, 100 * low,
	       100 * high, k, n, wanted[0] ? "; wanted: " : "", wanted);
	return (struct interval){ low, high };
}

static int estimate_set(const struct recording *r, size_t set, size_t slot, size_t reference,
			struct estimate *e)
{
	struct round_value values[MAX_ROUNDS];

	for (size_t i = 0; i < r->n_rounds; i++) {
		const struct record *round = r->rounds[set * r->n_rounds + i];

		values[i] = (struct round_value){ round[slot].median - round[reference].median, 0 };
	}
	return estimate__make(e, values, r->n_rounds, set + 1);
}

/* Nothing differs: how often an interval says otherwise. Whether that is as often as it should. */
static bool judge_false_alarms(const struct recording *r)
{
	struct interval share;
	unsigned int alarms = 0;
	double visible = 0;

	for (size_t set = 0; set < r->sets; set++)
		for (size_t pair = 0; pair < PAIRS; pair++) {
			struct interval interval;
			struct estimate e;

			estimate_set(r, set, 2 * pair, 2 * pair + 1, &e);
			interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
			alarms += interval.low > 0 || interval.high < 0;
			visible += estimate__smallest_visible(&e, SUMMARY_CONFIDENCE);
			estimate__free(&e);
		}
	share = print_share("false alarms, none against none", alarms,
			    (unsigned int)(r->sets * PAIRS),
			    "at most 5 %, the interval at most 8 %");
	printf("%-44s %5.1f ns, mean of %zu\n", "smallest visible overhead, as a run tells it",
	       visible / (double)(r->sets * PAIRS), r->sets * PAIRS);
	return share.low <= 1 - SUMMARY_CONFIDENCE;
}

/* The mean of a set's rounds. */
static double delay_of_set(const struct recording *r, size_t set, size_t delay)
{
	double sum = 0;

	for (size_t i = 0; i < r->n_rounds; i++)
		sum += r->rounds[set * r->n_rounds + i][2 * PAIRS + delay].delay_ns;
	return sum / (double)r->n_rounds;
}

static double delay_of_all(const struct recording *r, size_t delay)
{
	double sum = 0;

	for (size_t set = 0; set < r->sets; set++)
		sum += delay_of_set(r, set, delay);
	return sum / (double)r->sets;
}

/* A delay is there: how often it is found, and how often the interval holds it. */
static void judge_delays(const struct recording *r)
{
	double least = NAN;

	for (size_t d = DELAYS; d-- > 0;) {
		unsigned int found = 0, held = 0;
		char what[64];

		for (size_t set = 0; set < r->sets; set++) {
			struct interval interval;
			struct estimate e;

			estimate_set(r, set, 2 * PAIRS + d, 0, &e);
			interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
			found += interval.low > 0;
			held += interval.low <= delay_of_set(r, set, d) &&
				delay_of_set(r, set, d) <= interval.high;
			estimate__free(&e);
		}
		if (found >= 0.95 * (double)r->sets)
			least = delay_of_all(r, d);
		snprintf(what, sizeof(what), "a delay of %.1f ns is found", delay_of_all(r, d));
		print_share(what, found, (unsigned int)r->sets, "");
		snprintf(what, sizeof(what), "  and lies in the interval");
		print_share(what, held, (unsigned int)r->sets, "");
	}
	if (isnan(least))
		printf("none of the delays is found in 95 %% of the sets\n");
	else
		printf("%-44s %5.1f ns, of those tried\n",
		       "the smallest that is found in 95 % of the sets", least);
}

/*
 * Rounds drawn from all differences that were recorded where nothing differs, plus a known one.
 * Their own median is taken off, which a finite number of them has by chance.
 */
static bool judge_coverage(const struct recording *r)
{
	struct interval share;
	size_t n = r->sets * r->n_rounds * PAIRS, filled = 0;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double *noise = calloc(n, sizeof(*noise)), *sorted = calloc(n, sizeof(*sorted)), centre;
	unsigned int held = 0;
	const double truth = 42;

	if (!noise || !sorted)
		return false;
	for (size_t i = 0; i < r->sets * r->n_rounds; i++)
		for (size_t pair = 0; pair < PAIRS; pair++)
			noise[filled++] =
				r->rounds[i][2 * pair].median - r->rounds[i][2 * pair + 1].median;
	memcpy(sorted, noise, n * sizeof(*noise));
	gsl_sort(sorted, 1, n);
	centre = estimate__hodges_lehmann(sorted, n);
	for (unsigned int k = 0; k < SIMULATIONS; k++) {
		struct round_value values[MAX_ROUNDS];
		struct interval interval;
		struct estimate e;

		for (size_t i = 0; i < r->n_rounds; i++)
			values[i].value = truth - centre + noise[gsl_rng_uniform_int(rng, n)];
		for (size_t i = 0; i < r->n_rounds; i++)
			values[i].part = 0;
		estimate__make(&e, values, r->n_rounds, k + 1);
		interval = estimate__interval(&e, SUMMARY_CONFIDENCE);
		held += interval.low <= truth && truth <= interval.high;
		estimate__free(&e);
	}
	share = print_share("coverage, simulated with this noise", held, SIMULATIONS,
			    "93 % to 97 %");
	free(noise);
	free(sorted);
	gsl_rng_free(rng);
	return share.high >= 0.93 && share.low <= 0.97;
}

/*
 * The usual way: five ticks of one program, one after the other, then five of the next, and the
 * mean of each. From the same recordings: a set takes about ten seconds, of which the first half
 * gives one program's ticks and the second half the other's. A tick is made of the trials that lie
 * in its second.
 */
static double mean_of_ticks(const struct recording *r, size_t set, size_t slot, size_t first)
{
	double sum = 0;

	for (size_t i = 0; i < r->n_rounds / 2; i++)
		sum += r->rounds[set * r->n_rounds + first + i][slot].mean;
	return sum / (double)(r->n_rounds / 2);
}

static void judge_orders(const struct recording *r)
{
	printf("\nTwo costs in the wrong order (of %zu sets each):\n", r->sets);
	printf("%24s %26s %26s\n", "true difference", "five ticks in sequence",
	       "rounds, estimated");
	for (size_t d = 0; d < DELAYS; d++) {
		unsigned int by_ticks = 0, by_rounds = 0;

		for (size_t set = 0; set < r->sets; set++) {
			size_t slot = 2 * PAIRS + d;
			struct estimate e;

			/* Who is first alternates: a drift then errs either way. */
			by_ticks += mean_of_ticks(r, set, slot, set % 2 ? r->n_rounds / 2 : 0) <=
				    mean_of_ticks(r, set, 0, set % 2 ? 0 : r->n_rounds / 2);
			estimate_set(r, set, slot, 0, &e);
			by_rounds += e.value <= 0;
			estimate__free(&e);
		}
		printf("%21.1f ns %24.1f %% %24.1f %%\n", delay_of_all(r, d),
		       100.0 * by_ticks / (double)r->sets, 100.0 * by_rounds / (double)r->sets);
	}
}

int main(int argc, char **argv)
{
	struct recording r = {
		.sets = argc > 1 ? strtoul(argv[1], NULL, 10) : 100,
		.n_rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : MAX_ROUNDS,
	};
	uint64_t started = clock__monotonic_ns();
	bool is_as_wanted;
	int err;

	interrupt__install();
	if (!r.sets || r.sets > 100000 || r.n_rounds < 2 || r.n_rounds > MAX_ROUNDS) {
		log__error("calibrate takes a number of sets, such as 100, and of rounds, 2 to %d",
			   MAX_ROUNDS);
		return 2;
	}
	r.rounds = calloc(r.sets * r.n_rounds, sizeof(*r.rounds));
	err = r.rounds ? record(&r) : log__out_of_memory();
	interrupt__die();
	if (err)
		return 2;
	printf("%zu sets of %zu rounds of %zu trials of %d operations, %.0f s\n\n", r.sets,
	       r.n_rounds, SLOTS, CYCLES, (double)(clock__monotonic_ns() - started) / 1e9);
	is_as_wanted = judge_false_alarms(&r);
	is_as_wanted &= judge_coverage(&r);
	judge_delays(&r);
	judge_orders(&r);
	free(r.rounds);
	if (!is_as_wanted)
		printf("\nThe intervals are not what they claim to be on this machine.\n");
	return is_as_wanted ? 0 : 1;
}
