// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/trial_run.h"

#include <bpf/bpf.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/hook/hook_copies.h"
#include "bench/machine/clock_points.h"
#include "bench/machine/disturbance_reader.h"
#include "bench/machine/settle_slab.h"
#include "bench/measure/timed_runs.h"
#include "bench/measure/workers.h"

/*
 * The halves of a trial differ if ranks differ by this many standard errors, and medians by this
 * share.
 */
#define UNSTEADY_ERRORS 4
#define UNSTEADY_SHARE	0.02

/* ---- results ---- */

static int record(struct distribution *d, const struct histogram *h, const struct clock *clock)
{
	return distribution__make(d, h, clock->unit, clock->units_per_tick);
}

/*
 * Whether the warm-up was long enough: then the second half of a trial is neither faster nor slower
 * than the first. Neighbouring operations are correlated, which makes a rank test too sensitive, so
 * the size of the difference must be significant too.
 */
static int trial__compare_halves(struct trial *trial, const struct histogram *first,
				 const struct histogram *second, const struct clock *clock)
{
	struct distribution a = { 0 }, b = { 0 };
	int err;

	if (!first->total || !second->total)
		return 0;
	err = record(&a, first, clock);
	if (!err)
		err = record(&b, second, clock);
	if (!err) {
		trial->half_shift = b.figures.p50 - a.figures.p50;
		trial->unsteady = fabs(histogram__rank_test(first, second)) > UNSTEADY_ERRORS &&
				  fabs(trial->half_shift) > UNSTEADY_SHARE * a.figures.p50;
	}
	distribution__free(&a);
	distribution__free(&b);
	return err;
}

/* Merges what the workers recorded, once. */
static int trial__collect(const struct bench *bench, struct trial *trial)
{
	struct worker *first = &bench->workers[0];
	int err;

	for (unsigned int i = 1; i < bench->plan->threads; i++) {
		histogram__merge(first->operation, bench->workers[i].operation);
		histogram__merge(first->control, bench->workers[i].control);
		if (first->first_half)
			histogram__merge(first->first_half, bench->workers[i].first_half);
	}
	trial->half_shift = NAN;
	if (first->first_half) {
		err = trial__compare_halves(trial, first->first_half, first->operation,
					    bench->clock);
		if (err)
			return err;
		histogram__merge(first->operation, first->first_half);
	}
	trial->operations = first->operation->total;
	err = record(&trial->operation, first->operation, bench->clock);
	if (!err)
		err = record(&trial->beside, first->control, bench->clock);
	return err;
}

/* ---- the trial ---- */

void trial__take_counts(struct trial *trial, struct watched_hook *hook,
			const struct hook_counts *before)
{
	struct hook_counts after;

	watched_hook__read_counts(hook, &after);
	trial->hits = maybe_count__difference(after.hits, before->hits);
	trial->missed = maybe_count__difference(after.missed, before->missed);
	trial->recursion = maybe_count__difference(after.recursion, before->recursion);
	trial->lost = maybe_count__difference(after.lost, before->lost);
}

/* What a workload does not hit all copies of alike is not known to be right. */
static void copies__count(struct hook_copies *copies, const struct bench *bench,
			  struct trial *trial, struct hook_counts *counts)
{
	char odd[sizeof(trial->wrong)] = "";

	hook_copies__count(copies, counts, odd, sizeof(odd));
	/* On the running kernel, others may hit some between two readings. */
	if (bench->plan->unit == CLOCK_INSTRUCTIONS && odd[0])
		memcpy(trial->wrong, odd, sizeof(odd));
}

/* Hits of all copies together, by so many operations. */
static int64_t copies__expect(const struct hook_copies *copies, const struct workload *workload,
			      uint64_t operations)
{
	const struct hook *hook = &copies->v[0].hook;

	return (int64_t)(operations * workload->hits_per_operation * copies->n *
			 hook__hits_of_call(hook->backend, hook->payload));
}

static void trial__count(struct trial *trial, const struct bench *bench, struct hook_copies *copies,
			 const struct workload *workload)
{
	const struct hook *hook = &copies->v[0].hook;
	const int64_t n = (int64_t)copies->n;
	struct hook_counts counts;

	copies__count(copies, bench, trial, &counts);
	trial->hits = counts.hits;
	trial->missed = counts.missed;
	trial->recursion = counts.recursion;
	trial->lost = counts.lost;
	if (!backend__is_hook(hook->backend) || hook->backend->user)
		return;
	trial->expected_hits = copies__expect(copies, workload, trial->operations);
	if (trial->expected_hits && !trial->wrong[0])
		payload_output__check(
			&copies->v[0].output,
			&(struct output_span){
				.expected = trial->expected_hits / n,
				.hits = trial->hits == COUNT_UNKNOWN ? trial->hits
								     : trial->hits / n,
				.lost = trial->lost == COUNT_UNKNOWN ? trial->lost
								     : trial->lost / n,
				.elapsed_ns = trial->elapsed_ns * bench->plan->threads,
			},
			trial->wrong, sizeof(trial->wrong));
}

/*
 * How often the workload hits a user's program is not known: once is enough. What its operations
 * hit is counted once, by the first trial.
 */
static int trial__note_user_runs(struct trial *trial, const struct bench *bench,
				 const struct hook *hook, const struct workload *workload)
{
	size_t n;
	const struct program_fact *facts = hook__facts(hook, &n);
	bool is_known = false;

	for (size_t i = 0; i < n; i++)
		is_known |= facts[i].timed_operations != COUNT_UNKNOWN;
	trial->proof_expected = 1;
	return is_known ? 0 : timed_runs__count(bench, hook, workload);
}

/*
 * Untimed cycles, under the kernel's run count if it `proves` the hits. Switching that on and off
 * changes the kernel's code, which takes an emulator as long as the cycles do.
 */
static int trial__warm_up(struct trial *trial, const struct bench *bench,
			  struct hook_copies *copies, const struct workload *workload,
			  uint64_t cycles, bool proves, struct progress *progress)
{
	const struct hook *hook = &copies->v[0].hook;
	int statistics = proves ? bpf_enable_stats(BPF_STATS_RUN_TIME) : -1;
	struct observed untimed = observed_nothing;
	struct hook_counts counts;
	int err;

	hook_copies__start_counting(copies);
	err = workers__run(bench, workload, cycles, progress, &untimed);
	copies__count(copies, bench, trial, &counts);
	if (statistics < 0)
		return err;
	trial->proof_expected = copies__expect(copies, workload, cycles * bench->plan->threads);
	trial->proof_hits = counts.runs;
	if (!err && hook->backend->user)
		err = trial__note_user_runs(trial, bench, hook, workload);
	close(statistics);
	return err;
}

static int trial__measure(struct trial *trial, const struct bench *bench,
			  struct hook_copies *copies, const struct workload *workload,
			  uint64_t cycles, struct progress *progress)
{
	struct disturbance cpus_before, cpus_after;
	struct observed threads = observed_nothing;
	cpu_set_t cpus = workers__cpus(bench);
	struct clock_moment start, end;
	int err;

	hook_copies__start_counting(copies);
	cpus_before = disturbance__of_cpus("", &cpus);
	clock_points__mark_trial_begin();
	start = clock__now();
	err = workers__run(bench, workload, cycles, progress, &threads);
	end = clock__now();
	clock_points__mark_trial_end();
	trial->elapsed_ns =
		threads.end_ns > threads.start_ns ? threads.end_ns - threads.start_ns : 0;
	trial->clock_drift_ns = clock__drift_ns(bench->clock, start, end);
	cpus_after = disturbance__of_cpus("", &cpus);
	trial->disturbance = disturbance__between(&cpus_before, &cpus_after);
	disturbance__add(&trial->disturbance, &threads.disturbance);
	trial->counters = threads.counters;
	if (!err)
		err = trial__collect(bench, trial);
	if (!err)
		trial__count(trial, bench, copies, workload);
	return err;
}

static int trial__attach(struct trial *trial, const struct bench *bench, struct hook_copies *copies)
{
	int err = hook_copies__attach(copies, bench->plan->pid_filter ? getpid() : 0);

	if (backend__is_hook(copies->v[0].hook.backend))
		trial->attach_ns = hook_copies__attach_ns(copies);
	trial->attached = !err;
	return err;
}

/* Of the target, if it is a USDT probe that has one: see struct user_function. */
static unsigned int read_semaphore(const struct bench *bench, const struct workload *workload)
{
	return user_function__semaphore(
		user_function__find(workload->user_functions, bench->target->symbol));
}

/* A program whose semaphore is not counted back pays for a hook that it no longer has. */
static void trial__check_semaphore(struct trial *trial, unsigned int before, unsigned int after)
{
	if (before != after && !trial->wrong[0])
		snprintf(trial->wrong, sizeof(trial->wrong),
			 "the probe's semaphore was %u before attaching, and is %u after detaching",
			 before, after);
}

/* Read late: the kernel replaces a breakpoint by a jump some time after attaching. */
static void trial__note_placement(struct trial *trial, struct hook *hook)
{
	hook__read_placement(hook);
	if (hook->placement)
		snprintf(trial->placement, sizeof(trial->placement), "%s", hook->placement);
}

static void trial__detach(struct trial *trial, struct hook_copies *copies)
{
	hook_copies__detach(copies);
	if (backend__is_hook(copies->v[0].hook.backend))
		trial->detach_ns = hook_copies__detach_ns(copies);
}

/* The trial that proved the hits of a user's program, in exact mode; NULL: none has. */
static const struct trial *proved_before(const struct bench *bench, const struct backend *backend)
{
	const struct run *run = backend->user ? bench->run : NULL;

	for (size_t i = 0; run && run->unit == CLOCK_INSTRUCTIONS && i < run->n_trials; i++)
		if (run->trials[i].proof_hits > 0 && !strcmp(run->trials[i].backend, backend->name))
			return &run->trials[i];
	return NULL;
}

/* A hook that is not hit as often would take fewer instructions, or more. */
static bool costs_the_same(const struct trial *trial, const struct trial *proof)
{
	return trial__has_one_length(trial) && trial__has_one_length(proof) &&
	       trial->operation.figures.mode == proof->operation.figures.mode;
}

static int trial__warm_up_and_measure(struct trial *trial, const struct bench *bench,
				      struct hook_copies *copies, const struct workload *workload,
				      uint64_t warmup, uint64_t cycles, struct progress *progress)
{
	const struct hook *hook = &copies->v[0].hook;
	const struct trial *proof = proved_before(bench, hook->backend);
	bool can_prove = backend__is_hook(hook->backend) && !hook->payload->output;
	int err = trial__warm_up(trial, bench, copies, workload, warmup, can_prove && !proof,
				 progress);

	if (!err)
		err = trial__measure(trial, bench, copies, workload, cycles, progress);
	if (!err && proof && !costs_the_same(trial, proof))
		err = trial__warm_up(trial, bench, copies, workload, warmup, can_prove, progress);
	return err;
}

int trial__run(const struct bench *bench, const struct backend *backend,
	       const struct workload *workload, uint64_t warmup, uint64_t cycles,
	       struct progress progress, struct trial *trial)
{
	const unsigned int semaphore = read_semaphore(bench, workload);
	struct hook_copies copies;
	int err;

	trial__init(trial, backend->name);
	err = hook_copies__open(&copies, bench->plan->copies, backend, bench->payload,
				bench->target, workload, bench->memory);
	if (err)
		return err;
	hook_copies__rest(&copies, true);
	err = trial__attach(trial, bench, &copies);
	if (!err && bench->attached)
		bench->attached(bench->attached_context);
	if (!err)
		settle_slab(bench->plan->unit == CLOCK_INSTRUCTIONS);
	hook_copies__rest(&copies, false);
	if (!err)
		err = trial__warm_up_and_measure(trial, bench, &copies, workload, warmup, cycles,
						 &progress);
	hook_copies__rest(&copies, true);
	if (!err)
		trial__note_placement(trial, &copies.v[0].hook);
	trial__detach(trial, &copies);
	trial__check_semaphore(trial, semaphore, read_semaphore(bench, workload));
	hook_copies__close(&copies);
	return err;
}
