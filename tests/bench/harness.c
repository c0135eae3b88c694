// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the harness costs beside what it measures: the loop of create-unlink as it is measured,
 * against the same loop without any clock read or recording, in turns on the running kernel.
 */
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HAVE_HDR_HISTOGRAM
#include <hdr/hdr_histogram.h>
#endif

#include "bench/base/log.h"
#include "bench/machine/clock.h"
#include "bench/machine/scratch.h"
#include "report/figures/estimate.h"
#include "workloads/workload.h"

#define MAX_PAIRS 101
#define CYCLES	  UINT64_C(5000)
#define WANTED	  0.98

/* Of the loop without an operation, from which one recording is told. */
#define RECORDINGS UINT64_C(200000)

static volatile sig_atomic_t stop;

static double ns_a_cycle(struct worker *worker, const struct workload *workload, uint64_t cycles,
			 enum clock_source source)
{
	uint64_t start = clock__monotonic_ns();

	workload->loop(worker, cycles, source);
	return (double)(clock__monotonic_ns() - start) / (double)cycles;
}

static double cycles_a_second(struct worker *worker, const struct workload *workload,
			      enum clock_source source)
{
	return 1e9 / ns_a_cycle(worker, workload, CYCLES, source);
}

static double median(double *values, size_t n)
{
	gsl_sort(values, 1, n);
	return gsl_stats_median_from_sorted_data(values, 1, n);
}

/* Two clock reads and the histogram: a loop that does nothing else, less the bare loop. */
static void print_recording(struct worker *worker, const struct clock *clock, size_t pairs)
{
	const struct workload *null = workload__find("null");
	double ns[MAX_PAIRS];

	for (size_t i = 0; i < pairs; i++)
		ns[i] = ns_a_cycle(worker, null, RECORDINGS, clock->source) -
			ns_a_cycle(worker, null, RECORDINGS, CLOCK_SOURCE_NONE);
	printf("one recording (two clock reads and the histogram): %.1f ns, median of %zu pairs of "
	       "%d\n",
	       median(ns, pairs), pairs, (int)RECORDINGS);
}

/* As many as operations differ in a trial; a power of two. */
#define VALUES 1024

/*
 * The histogram alone, against what the least of all recordings would be: an increment in an array
 * that has an element for each value. Both read the values from memory.
 */
static double ns_of_histogram(struct histogram *h, const uint64_t *values)
{
	uint64_t start = clock__monotonic_ns();

	for (uint64_t i = 0; i < RECORDINGS; i++)
		histogram__record(h, values[i % VALUES]);
	return (double)(clock__monotonic_ns() - start) / (double)RECORDINGS;
}

static double ns_of_array(uint64_t *counts, const uint64_t *values)
{
	uint64_t start = clock__monotonic_ns();

	for (uint64_t i = 0; i < RECORDINGS; i++) {
		counts[values[i % VALUES]]++;
		/* Or the compiler could put several together. */
		__asm__ volatile("" ::: "memory");
	}
	return (double)(clock__monotonic_ns() - start) / (double)RECORDINGS;
}

#ifdef HAVE_HDR_HISTOGRAM
static double ns_of_hdr(struct hdr_histogram *h, const uint64_t *values)
{
	uint64_t start = clock__monotonic_ns();

	for (uint64_t i = 0; i < RECORDINGS; i++)
		hdr_record_value(h, (int64_t)values[i % VALUES]);
	return (double)(clock__monotonic_ns() - start) / (double)RECORDINGS;
}

/* The histogram of HdrHistogram_c, of the same range and precision; in turns with this one. */
static void print_hdr(struct histogram *own, const uint64_t *values, size_t pairs)
{
	double hdr[MAX_PAIRS], histogram[MAX_PAIRS], ratio[MAX_PAIRS];
	struct hdr_histogram *h;

	if (hdr_init(1, (int64_t)HISTOGRAM_MAX_VALUE, 3, &h)) {
		log__out_of_memory();
		return;
	}
	for (size_t i = 0; i < pairs; i++) {
		hdr[i] = ns_of_hdr(h, values);
		histogram[i] = ns_of_histogram(own, values);
		ratio[i] = histogram[i] / hdr[i];
	}
	printf("HdrHistogram_c's hdr_record_value: %.2f ns; this histogram: %.2f ns, %.2f of it\n",
	       median(hdr, pairs), median(histogram, pairs), median(ratio, pairs));
	hdr_close(h);
}
#else
static void print_hdr(struct histogram *own, const uint64_t *values, size_t pairs)
{
	(void)own;
	(void)values;
	(void)pairs;
	printf("HdrHistogram_c's hdr_record_value: not compared, as it is not installed\n");
}
#endif

static void print_histogram(struct worker *worker, size_t pairs)
{
	static uint64_t counts[UINT16_MAX + 1];
	double histogram[MAX_PAIRS], array[MAX_PAIRS];
	uint64_t values[VALUES], x = 1;

	for (size_t i = 0; i < VALUES; i++) {
		/* Some microseconds, in ticks, in an order that cannot be predicted. */
		x = x * 6364136223846793005 + 1442695040888963407;
		values[i] = 8000 + (x >> 53);
	}
	for (size_t i = 0; i < pairs; i++) {
		histogram[i] = ns_of_histogram(worker->operation, values);
		array[i] = ns_of_array(counts, values);
	}
	printf("the histogram alone: %.2f ns; an increment in an array instead: %.2f ns\n",
	       median(histogram, pairs), median(array, pairs));
	print_hdr(worker->operation, values, pairs);
}

/* Hodges and Lehmann's estimate with its interval of 95 %, as of a run's rounds. */
static void print_ratio(const double *ratio, size_t pairs)
{
	struct round_value values[MAX_PAIRS];
	struct interval interval;
	struct estimate e;

	for (size_t i = 0; i < pairs; i++)
		values[i] = (struct round_value){ ratio[i], 0 };
	if (estimate__make(&e, values, pairs, 1))
		return;
	interval = estimate__interval(&e, 0.95);
	printf("  ratio    %9.3f", e.value);
	if (interval.low <= interval.high)
		printf(" [%.3f, %.3f]", interval.low, interval.high);
	printf(" (at least %.2f is wanted)\n", WANTED);
	estimate__free(&e);
}

static int compare(struct worker *worker, const struct workload *workload,
		   const struct clock *clock, size_t pairs)
{
	double measured[MAX_PAIRS], bare[MAX_PAIRS], ratio[MAX_PAIRS];

	workload->loop(worker, CYCLES, clock->source); /* warm-up */
	for (size_t i = 0; i < pairs; i++) {
		/* Who goes first alternates, so that a drift hurts both alike. */
		if (i % 2)
			bare[i] = cycles_a_second(worker, workload, CLOCK_SOURCE_NONE);
		measured[i] = cycles_a_second(worker, workload, clock->source);
		if (i % 2 == 0)
			bare[i] = cycles_a_second(worker, workload, CLOCK_SOURCE_NONE);
		ratio[i] = measured[i] / bare[i];
	}
	if (worker->failed_call) {
		log__error("%s: %s", worker->failed_call, strerror(worker->failed_errno));
		return 2;
	}
	printf("%s, clock %s, median of %zu pairs of %d cycles:\n", workload->name, clock->name,
	       pairs, (int)CYCLES);
	printf("  measured %9.0f cycles/s\n  bare     %9.0f cycles/s\n", median(measured, pairs),
	       median(bare, pairs));
	print_ratio(ratio, pairs);
	print_recording(worker, clock, pairs);
	print_histogram(worker, pairs);
	return 0;
}

static int measure(size_t pairs)
{
	struct worker worker = {
		.operation = histogram__new(false),
		.control = histogram__new(false),
		.stop = &stop,
	};
	struct scratch scratch;
	struct clock clock;
	int status = 2;

	if (!worker.operation || !worker.control || clock__init(&clock, CLOCK_NANOSECONDS) ||
	    scratch__create(&scratch, NULL))
		return 2;
	worker.folder = scratch__subfolder(&scratch, 0);
	if (worker.folder >= 0)
		status = compare(&worker, workload__find("create-unlink"), &clock, pairs);
	scratch__remove(&scratch);
	histogram__free(worker.operation);
	histogram__free(worker.control);
	return status;
}

int main(int argc, char **argv)
{
	size_t pairs = argc > 1 ? strtoul(argv[1], NULL, 10) : MAX_PAIRS;

	if (!pairs || pairs > MAX_PAIRS) {
		log__error("harness takes a number of pairs, 1 to %d", MAX_PAIRS);
		return 2;
	}
	return measure(pairs);
}
