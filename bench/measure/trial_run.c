// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/trial_run.h"

#include <bpf/bpf.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

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

static void trial__count(struct trial *trial, const struct bench *bench, struct watched_hook *hook,
			 const struct workload *workload, const struct hook_counts *before)
{
	trial__take_counts(trial, hook, before);
	if (!backend__is_hook(hook->hook.backend))
		return;
	if (hook->hook.backend->user)
		return;
	trial->expected_hits =
		(int64_t)(trial->operations * workload->hits_per_operation *
			  hook__hits_of_call(hook->hook.backend, hook->hook.payload));
	if (trial->expected_hits)
		payload_output__check(
			&hook->output,
			&(struct output_span){
				.expected = trial->expected_hits,
				.hits = trial->hits,
				.lost = trial->lost,
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

/* Warm-up, under the kernel's run count if the payload does not count by itself. */
static int trial__warm_up(struct trial *trial, const struct bench *bench, struct watched_hook *hook,
			  const struct workload *workload, uint64_t cycles,
			  struct progress *progress)
{
	bool prove = backend__is_hook(hook->hook.backend) && !hook->hook.payload->output;
	int statistics = prove ? bpf_enable_stats(BPF_STATS_RUN_TIME) : -1;
	struct observed untimed = observed_nothing;
	struct hook_counts before, after;
	int err;

	watched_hook__read_counts(hook, &before);
	err = workers__run(bench, workload, cycles, progress, &untimed);
	watched_hook__read_counts(hook, &after);
	if (statistics < 0)
		return err;
	trial->proof_expected =
		(int64_t)(cycles * bench->plan->threads * workload->hits_per_operation *
			  hook__hits_of_call(hook->hook.backend, hook->hook.payload));
	trial->proof_hits = maybe_count__difference(after.runs, before.runs);
	if (!err && hook->hook.backend->user)
		err = trial__note_user_runs(trial, bench, &hook->hook, workload);
	close(statistics);
	return err;
}

static int trial__measure(struct trial *trial, const struct bench *bench, struct watched_hook *hook,
			  const struct workload *workload, uint64_t cycles,
			  struct progress *progress)
{
	struct disturbance cpus_before, cpus_after;
	struct observed threads = observed_nothing;
	cpu_set_t cpus = workers__cpus(bench);
	struct clock_moment start, end;
	struct hook_counts before;
	int err;

	payload_output__begin(&hook->output);
	watched_hook__read_counts(hook, &before);
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
		trial__count(trial, bench, hook, workload, &before);
	return err;
}

static int trial__attach(struct trial *trial, struct watched_hook *hook)
{
	int err = hook__attach(&hook->hook);

	if (backend__is_hook(hook->hook.backend))
		trial->attach_ns = hook->hook.attach_ns;
	trial->attached = !err;
	return err;
}

/* Read late: the kernel replaces a breakpoint by a jump some time after attaching. */
static void trial__note_placement(struct trial *trial, struct watched_hook *hook)
{
	hook__read_placement(&hook->hook);
	if (hook->hook.placement)
		snprintf(trial->placement, sizeof(trial->placement), "%s", hook->hook.placement);
}

static void trial__detach(struct trial *trial, struct watched_hook *hook)
{
	hook__detach(&hook->hook);
	if (backend__is_hook(hook->hook.backend))
		trial->detach_ns = hook->hook.detach_ns;
}

int trial__run(const struct bench *bench, const struct backend *backend,
	       const struct workload *workload, uint64_t warmup, uint64_t cycles,
	       struct progress progress, struct trial *trial)
{
	struct watched_hook hook;
	int err;

	trial__init(trial, backend->name);
	err = watched_hook__open(&hook, backend, bench->payload, bench->target, workload,
				 bench->memory);
	if (err)
		return err;
	watched_hook__rest(&hook, true);
	err = trial__attach(trial, &hook);
	if (!err && bench->attached)
		bench->attached(bench->attached_context);
	if (!err)
		settle_slab(bench->plan->unit == CLOCK_INSTRUCTIONS);
	watched_hook__rest(&hook, false);
	if (!err)
		err = trial__warm_up(trial, bench, &hook, workload, warmup, &progress);
	if (!err)
		err = trial__measure(trial, bench, &hook, workload, cycles, &progress);
	watched_hook__rest(&hook, true);
	if (!err)
		trial__note_placement(trial, &hook);
	trial__detach(trial, &hook);
	watched_hook__close(&hook);
	return err;
}
