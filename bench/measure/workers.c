// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/workers.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "bench/base/log.h"
#include "bench/machine/disturbance_reader.h"
#include "bench/machine/fifo_priority.h"
#include "bench/machine/perf_counters.h"

#define STACK_SIZE (256 * 1024)

const struct observed observed_nothing = { .start_ns = UINT64_MAX };

static void observed__add(struct observed *total, const struct observed *observed)
{
	if (observed->start_ns < total->start_ns)
		total->start_ns = observed->start_ns;
	if (observed->end_ns > total->end_ns)
		total->end_ns = observed->end_ns;
	disturbance__add(&total->disturbance, &observed->disturbance);
	counters__add(&total->counters, &observed->counters);
}

/* A gate where threads wait until all are ready, so that they run at the same time. */
struct gate {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned int waiting;
	bool is_open, is_abandoned;
};

static const struct gate new_gate = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false,
				      false };

/* False if the thread must end instead of running. */
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

/* Opens the gate once this many threads wait. */
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

/* A thread's part of a phase: the warm-up or the measurement. */
struct part {
	const struct bench *bench;
	const struct workload *workload;
	struct worker *worker;
	unsigned int number;
	uint64_t cycles;
	struct gate *gate;
	pthread_t thread;
	struct observed observed; /* of the thread, after it has ended */
};

static unsigned int part__cpu(const struct bench *bench, unsigned int number)
{
	return bench->cpus->numbers[number % bench->cpus->n];
}

/* If this is refused, the trial's counts show migrations. */
static void pin_to_cpu(unsigned int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	pthread_setaffinity_np(pthread_self(), sizeof(one), &one);
}

cpu_set_t workers__cpus(const struct bench *bench)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	for (unsigned int i = 0; i < bench->plan->threads; i++)
		CPU_SET(part__cpu(bench, i), &cpus);
	return cpus;
}

static void part__loop(struct part *part, const struct perf_counters *events)
{
	struct observed *observed = &part->observed;
	struct disturbance_start start;

	disturbance__begin_thread(&start);
	if (events)
		perf_counters__start(events);
	observed->start_ns = clock__monotonic_ns();
	part->workload->loop(part->worker, part->cycles, part->bench->clock->source);
	observed->end_ns = clock__monotonic_ns();
	if (events)
		perf_counters__stop(events, &observed->counters);
	observed->disturbance = disturbance__end_thread(&start);
}

static void *part__run(void *context)
{
	const struct perf_counter *counters;
	struct perf_counters events;
	struct part *part = context;

	pin_to_cpu(part__cpu(part->bench, part->number));
	counters = part->bench->counters;
	part->observed = observed_nothing;
	part->observed.counters = counters_unknown;
	if (counters)
		perf_counters__open(&events, counters);
	if (gate__pass(part->gate))
		part__loop(part, counters ? &events : NULL);
	if (counters)
		perf_counters__close(&events);
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

/*
 * Starts one thread per worker, which waits at the gate. Returns the number of threads; `err` is 0
 * or -errno, logged.
 */
static unsigned int parts__start(struct part *parts, const struct bench *bench,
				 const struct part *common, const pthread_attr_t *attributes,
				 int *err)
{
	unsigned int n;

	*err = 0;
	for (n = 0; n < bench->plan->threads; n++) {
		parts[n] = *common;
		parts[n].worker = &bench->workers[n];
		parts[n].number = n;
		*err = -pthread_create(&parts[n].thread, attributes, part__run, &parts[n]);
		if (*err) {
			log__error("cannot start worker thread %u: %s", n + 1, strerror(-*err));
			break;
		}
	}
	return n;
}

int workers__run(const struct bench *bench, const struct workload *workload, uint64_t cycles,
		 struct progress *progress, struct observed *observed)
{
	struct part parts[PLAN_MAX_THREADS];
	struct gate gate = new_gate;
	const struct part common = {
		.bench = bench, .workload = workload, .cycles = cycles, .gate = &gate
	};
	struct fifo_priority before;
	pthread_attr_t attributes;
	unsigned int started;
	int err;

	fifo_priority__take(&before);
	/* All memory is locked, so keep stacks small instead of megabytes. */
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	fifo_priority__refuse(&before, &attributes);

	bench__reset(bench, cycles);
	started = parts__start(parts, bench, &common, &attributes, &err);
	pthread_attr_destroy(&attributes);
	gate__open(&gate, started, err);
	for (unsigned int i = 0; i < started; i++) {
		part__join(&parts[i], progress);
		observed__add(observed, &parts[i].observed);
	}
	fifo_priority__give_back(&before);
	return err ? err : bench__check(bench, workload);
}
