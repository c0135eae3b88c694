// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/trial.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/machine/clock_points.h"
#include "bench/machine/fifo_priority.h"
#include "bench/machine/settle_slab.h"

/* In exact mode, the share of a trial's operations that must have the length that is its cost. */
#define EXACT_SHARE 0.90

#define STACK_SIZE (256 * 1024)

/* The CPU's counter and the kernel's clock may differ by so much, and by such a share of a trial.
 */
#define DRIFT_NS    20000
#define DRIFT_SHARE 1e-3

/* Halves of a trial differ if ranks do by so many standard errors, and medians by such a share. */
#define UNSTEADY_ERRORS 4
#define UNSTEADY_SHARE	0.02

/* ---- workers ---- */

static void worker__close(struct worker *worker, const struct workload *workload)
{
	if (worker->state)
		workload->close(worker);
	histogram__free(worker->operation);
	histogram__free(worker->first_half);
	histogram__free(worker->control);
	if (worker->folder >= 0)
		close(worker->folder);
}

static int worker__open_state(struct worker *worker, const struct workload *workload)
{
	int err = workload->open ? workload->open(worker) : 0;

	if (err)
		worker->state = NULL;
	return err;
}

static int worker__open(struct worker *worker, const struct bench *bench,
			const struct scratch *scratch, unsigned int number)
{
	bool exact = bench->plan->unit == CLOCK_INSTRUCTIONS;

	*worker = (struct worker){
		.folder = scratch__subfolder(scratch, number),
		.operation = histogram__new(exact),
		.control = histogram__new(exact),
		/* Instructions do not warm up; and merging would lose exact values. */
		.first_half = exact ? NULL : histogram__new(false),
		.stop = bench->stop,
	};
	if (worker->folder < 0)
		return worker->folder;
	if (!worker->operation || !worker->control || (!exact && !worker->first_half))
		return log__out_of_memory();
	return worker__open_state(worker, bench->workload);
}

static void worker__reset(struct worker *worker, uint64_t cycles)
{
	histogram__reset(worker->operation);
	histogram__reset(worker->control);
	if (worker->first_half)
		histogram__reset(worker->first_half);
	worker->half = worker->first_half ? cycles / 2 : 0;
	worker->done = 0;
}

void bench__set_pace(struct bench *bench, uint64_t rate_hz)
{
	for (unsigned int i = 0; i < bench->plan->threads; i++)
		bench->workers[i].period_ns = rate_hz ? 1000000000 / rate_hz : 0;
}

int bench__open(struct bench *bench, const struct scratch *scratch)
{
	unsigned int n = bench->plan->threads;
	int err = 0;

	bench->workers = calloc(n, sizeof(*bench->workers));
	if (!bench->workers)
		return log__out_of_memory();
	for (unsigned int i = 0; i < n; i++)
		bench->workers[i].folder = -1;
	for (unsigned int i = 0; i < n && !err; i++)
		err = worker__open(&bench->workers[i], bench, scratch, i);
	if (err)
		bench__close(bench);
	return err;
}

void bench__close(struct bench *bench)
{
	for (unsigned int i = 0; i < bench->plan->threads; i++)
		worker__close(&bench->workers[i], bench->workload);
	free(bench->workers);
	bench->workers = NULL;
}

/* ---- threads ---- */

/* What is seen of threads beside what they record. */
struct observed {
	uint64_t start_ns, end_ns; /* of the first loop to begin, and of the last to end */
	struct disturbance disturbance;
	struct counters counters;
};

static const struct observed observed_nothing = { .start_ns = UINT64_MAX };

static void observed__add(struct observed *total, const struct observed *observed)
{
	if (observed->start_ns < total->start_ns)
		total->start_ns = observed->start_ns;
	if (observed->end_ns > total->end_ns)
		total->end_ns = observed->end_ns;
	disturbance__add(&total->disturbance, &observed->disturbance);
	counters__add(&total->counters, &observed->counters);
}

/* Where threads wait until all are ready: they shall hook and unhook beside each other. */
struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned int waiting;
	bool is_open, is_abandoned;
};

static const struct gate new_gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false,
				      false };

/* False if there is nothing to do behind it. */
static bool gate__pass(struct gate *gate)
{
	bool go;

	pthread_mutex_lock(&gate->mutex);
	gate->waiting++;
	pthread_cond_broadcast(&gate->changed);
	while (!gate->is_open)
		pthread_cond_wait(&gate->changed, &gate->mutex);
	go = !gate->is_abandoned;
	pthread_mutex_unlock(&gate->mutex);
	return go;
}

/* Once so many are waiting. */
static void gate__open(struct gate *gate, unsigned int threads, bool abandon)
{
	pthread_mutex_lock(&gate->mutex);
	while (gate->waiting < threads)
		pthread_cond_wait(&gate->changed, &gate->mutex);
	gate->is_open = true;
	gate->is_abandoned = abandon;
	pthread_cond_broadcast(&gate->changed);
	pthread_mutex_unlock(&gate->mutex);
}

/* One thread's part of a phase: of the warm-up, or of what is measured. */
struct part {
	const struct bench *bench;
	const struct workload *workload;
	struct worker *worker;
	unsigned int number;
	uint64_t cycles;
	struct gate *gate;
	pthread_t thread;
	struct observed observed; /* of the thread, once it has ended */
};

static unsigned int part__cpu(const struct bench *bench, unsigned int number)
{
	return bench->cpus->numbers[number % bench->cpus->n];
}

/* Where that is refused, the figures of the trial tell of migrations. */
static void pin_to_cpu(unsigned int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	pthread_setaffinity_np(pthread_self(), sizeof(one), &one);
}

static cpu_set_t workers__cpus(const struct bench *bench)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	for (unsigned int i = 0; i < bench->plan->threads; i++)
		CPU_SET(part__cpu(bench, i), &cpus);
	return cpus;
}

static void part__loop(struct part *part, const struct counters_events *events)
{
	struct observed *observed = &part->observed;
	struct disturbance_start start;

	disturbance__begin_thread(&start);
	if (events)
		counters__start(events);
	observed->start_ns = clock__monotonic_ns();
	part->workload->loop(part->worker, part->cycles, part->bench->clock->source);
	observed->end_ns = clock__monotonic_ns();
	if (events)
		counters__stop(events, &observed->counters);
	observed->disturbance = disturbance__end_thread(&start);
}

static void *part__run(void *context)
{
	const struct counter *counters;
	struct counters_events events;
	struct part *part = context;

	pin_to_cpu(part__cpu(part->bench, part->number));
	counters = part->bench->counters;
	part->observed = observed_nothing;
	part->observed.counters = counters_unknown;
	if (counters)
		counters__open(&events, counters);
	if (gate__pass(part->gate))
		part__loop(part, counters ? &events : NULL);
	if (counters)
		counters__close(&events);
	return NULL;
}

static void report_progress(const struct bench *bench, struct progress *progress)
{
	if (!bench->progress)
		return;
	progress->done = __atomic_load_n(&bench->workers[0].done, __ATOMIC_RELAXED);
	bench->progress(progress, bench->progress_context);
}

static void part__join(const struct part *part, struct progress *progress)
{
	struct timespec until;

	do {
		report_progress(part->bench, progress);
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_sec++;
	} while (pthread_clockjoin_np(part->thread, NULL, CLOCK_MONOTONIC, &until) == ETIMEDOUT);
}

static int workers__check(const struct bench *bench, const struct workload *workload)
{
	for (unsigned int i = 0; i < bench->plan->threads; i++) {
		const struct worker *worker = &bench->workers[i];

		if (!worker->failed_call)
			continue;
		log__error("workload %s: %s: %s", workload->name, worker->failed_call,
			   worker->failed_errno ? strerror(worker->failed_errno)
						: "succeeded, but must not");
		return worker->failed_errno ? -worker->failed_errno : -EIO;
	}
	return *bench->stop ? -EINTR : 0;
}

/*
 * Every worker runs `cycles` cycles of the workload, from empty histograms. What is seen of the
 * threads is added to `observed`.
 */
static int workers__run(const struct bench *bench, const struct workload *workload, uint64_t cycles,
			struct progress *progress, struct observed *observed)
{
	struct part parts[PLAN_MAX_THREADS];
	struct gate gate = new_gate;
	struct fifo_priority before;
	pthread_attr_t attributes;
	unsigned int started;
	int err = 0;

	fifo_priority__take(&before);
	/* What is locked into memory need not be megabytes. */
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	fifo_priority__refuse(&before, &attributes);

	for (unsigned int i = 0; i < bench->plan->threads; i++)
		worker__reset(&bench->workers[i], cycles);
	for (started = 0; started < bench->plan->threads; started++) {
		parts[started] = (struct part){
			.bench = bench,
			.workload = workload,
			.worker = &bench->workers[started],
			.number = started,
			.cycles = cycles,
			.gate = &gate,
		};
		err = -pthread_create(&parts[started].thread, &attributes, part__run,
				      &parts[started]);
		if (err) {
			log__error("cannot start worker thread %u: %s", started + 1,
				   strerror(-err));
			break;
		}
	}
	pthread_attr_destroy(&attributes);
	gate__open(&gate, started, err);
	for (unsigned int i = 0; i < started; i++) {
		part__join(&parts[i], progress);
		observed__add(observed, &parts[i].observed);
	}
	fifo_priority__give_back(&before);
	return err ? err : workers__check(bench, workload);
}

/* ---- figures ---- */

/* The highest value of a bucket may lie above all that was seen. */
static double percentile(const struct distribution *d, const struct histogram *h, double percent)
{
	uint64_t value = histogram_cells__percentile(&d->cells, percent);

	return (double)(value < h->max ? value : h->max);
}

int distribution__make(struct distribution *d, const struct histogram *h, const struct clock *clock)
{
	const double scale = clock->units_per_tick;
	struct figures *f = &d->figures;
	struct histogram_cell mode;
	if (histogram__cells(h, &d->cells))
		return log__out_of_memory();
	*f = (struct figures){ .count = h->total, .over = h->over };
	if (!h->total)
		return 0;
	f->mode_exact = clock->unit == CLOCK_INSTRUCTIONS ? histogram__shortest_common(h, &mode)
							  : histogram__mode(h, &mode);
	f->mode = (double)mode.value * scale;
	f->mode_count = mode.count;
	f->min = (double)h->min * scale;
	f->max = (double)h->max * scale;
	f->mean = (double)h->sum / (double)h->total * scale;
	f->p50 = percentile(d, h, 50) * scale;
	f->p90 = percentile(d, h, 90) * scale;
	f->p99 = percentile(d, h, 99) * scale;
	f->p999 = percentile(d, h, 99.9) * scale;
	return 0;
}

/*
 * Whether the warm-up was long enough: the second half of a trial is then no faster and no slower
 * than the first. Neighbouring operations are alike, which lets a rank test find more than there
 * is: hence the size of the difference decides too.
 */
static int trial__compare_halves(struct trial *trial, const struct histogram *first,
				 const struct histogram *second, const struct clock *clock)
{
	struct distribution a = { 0 }, b = { 0 };
	int err;

	if (!first->total || !second->total)
		return 0;
	err = distribution__make(&a, first, clock);
	if (!err)
		err = distribution__make(&b, second, clock);
	if (!err) {
		trial->half_shift = b.figures.p50 - a.figures.p50;
		trial->unsteady = fabs(histogram__rank_test(first, second)) > UNSTEADY_ERRORS &&
				  fabs(trial->half_shift) > UNSTEADY_SHARE * a.figures.p50;
	}
	histogram_cells__free(&a.cells);
	histogram_cells__free(&b.cells);
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
	err = distribution__make(&trial->operation, first->operation, bench->clock);
	if (!err)
		err = distribution__make(&trial->beside, first->control, bench->clock);
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
	close(statistics);
	trial->proof_expected =
		(int64_t)(cycles * bench->plan->threads * workload->hits_per_operation *
			  hook__hits_of_call(hook->hook.backend, hook->hook.payload));
	trial->proof_hits = maybe_count__difference(after.runs, before.runs);
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

/* Asked late: the kernel makes a jump of a breakpoint some time after it was attached. */
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

void trial__init(struct trial *trial, const struct backend *backend)
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
	snprintf(trial->backend, sizeof(trial->backend), "%s", backend->name);
}

int trial__run(const struct bench *bench, const struct backend *backend,
	       const struct workload *workload, uint64_t warmup, uint64_t cycles,
	       struct progress progress, struct trial *trial)
{
	struct watched_hook hook;
	int err;

	trial__init(trial, backend);
	err = watched_hook__open(&hook, backend, bench->payload, bench->target, workload,
				 bench->memory);
	if (err)
		return err;
	err = trial__attach(trial, &hook);
	if (!err && bench->attached)
		bench->attached(bench->attached_context);
	if (!err)
		settle_slab(bench->plan->unit == CLOCK_INSTRUCTIONS);
	if (!err)
		err = trial__warm_up(trial, bench, &hook, workload, warmup, &progress);
	if (!err)
		err = trial__measure(trial, bench, &hook, workload, cycles, &progress);
	if (!err)
		trial__note_placement(trial, &hook);
	trial__detach(trial, &hook);
	watched_hook__close(&hook);
	return err;
}

void trial__free(struct trial *trial)
{
	histogram_cells__free(&trial->operation.cells);
	histogram_cells__free(&trial->beside.cells);
}

/* ---- what may be wrong with it ---- */

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

/* Of a program that leaves other calls out, runs that were refused need not be hits. */
static bool is_filtered(const struct backend *backend)
{
	return backend && backend->is_filtered;
}

/* Somebody else may have changed in the middle how probes are placed. */
static bool is_misplaced(const struct trial *trial, const struct backend *backend)
{
	return backend && backend->must_be && trial->placement[0] &&
	       strcmp(trial->placement, backend->must_be) != 0;
}

void trial__hit_problem(const struct trial *trial, char *text, size_t size)
{
	const struct backend *backend = backend__find(trial->backend);

	text[0] = '\0';
	if (is_less(trial->hits, trial->expected_hits))
		snprintf(text, size, "%" PRId64 " hits of %" PRId64, trial->hits,
			 trial->expected_hits);
	else if (is_less(trial->proof_hits, trial->proof_expected))
		snprintf(text, size, "%" PRId64 " hits of %" PRId64 " in the warm-up",
			 trial->proof_hits, trial->proof_expected);
	else if (trial->missed > 0)
		snprintf(text, size, "%" PRId64 " hits missed", trial->missed);
	else if (trial->recursion > 0 && !is_filtered(backend))
		snprintf(text, size, "%" PRId64 " hits refused as recursion", trial->recursion);
	else if (trial->wrong[0])
		snprintf(text, size, "%s", trial->wrong);
	else if (is_misplaced(trial, backend))
		snprintf(text, size, "the probe is placed as %s, not as %s", trial->placement,
			 backend->must_be);
}

/* Whether each operation must take as many instructions as the others. */
static bool is_exact(const struct trial *trial, const struct plan *plan)
{
	return plan->unit == CLOCK_INSTRUCTIONS && !plan__varies(plan, trial->backend);
}

void trial__problem(const struct trial *trial, const struct plan *plan, char *text, size_t size)
{
	const struct figures *f = &trial->operation.figures;

	trial__hit_problem(trial, text, size);
	if (text[0])
		return;
	if (trial->disturbance.suspended_ns > CLOCK_SUSPENDED_NS)
		snprintf(text, size, "the machine was suspended for %.1f s in the middle",
			 (double)trial->disturbance.suspended_ns / 1e9);
	else if (f->over)
		snprintf(text, size,
			 "the clock jumped: %" PRIu64 " operations took no time that "
			 "can be",
			 f->over);
	else if (is_clock_off(trial))
		snprintf(text, size,
			 "the clock jumped: it is %+.1f us off the kernel's after %.1f ms",
			 trial->clock_drift_ns / 1e3, (double)trial->elapsed_ns / 1e6);
	else if (is_exact(trial, plan) && (!f->mode_exact || mode_share(f) < EXACT_SHARE))
		snprintf(text, size, "not exact: %.1f %% of the operations took %.0f instructions",
			 100 * mode_share(f), f->mode);
}
