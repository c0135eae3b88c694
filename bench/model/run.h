/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run: a number of rounds on one kernel; the unit that is stored. */
#ifndef HOOKBENCH_BENCH_MODEL_RUN_H
#define HOOKBENCH_BENCH_MODEL_RUN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "bench/model/capability.h"
#include "bench/model/clock_unit.h"
#include "bench/model/plan.h"
#include "bench/model/target.h"
#include "bench/model/trial.h"

/* A number of four digits and a comma for each thread. */
#define RUN_CPUS_SIZE (5 * PLAN_MAX_THREADS + 1)

#define RUN_TIME_SIZE 32

struct run {
	char started[RUN_TIME_SIZE]; /* UTC, ISO 8601 */
	json_t *environment;	     /* object; see results/README.md */
	json_t *vm;		     /* object; NULL on the running kernel */
	json_t *programs;	     /* object: backend -> checksum of its BPF object */
	char clock_name[32];
	enum clock_unit unit;
	double units_per_tick;
	struct figures clock_cost; /* of the workload null, in `unit` */
	struct target target;	   /* symbol "" if this kernel has none */
	struct plan plan;
	char cpus[RUN_CPUS_SIZE]; /* of the workers, as in --cpus; "" unknown */
	uint64_t max_rss_kib;	  /* resident memory of the harness at its highest */
	size_t n_trials;
	struct trial *trials; /* in the order in which they ran */
	size_t n_capabilities;
	struct capability capabilities[PLAN_MAX_BACKENDS]; /* of the backends of the plan */
	/* Of a command: file name -> what hyperfine has written, for each trial. NULL if read. */
	json_t *hyperfine;
	json_t *explain; /* see explain.h; NULL: nothing counted where instructions are spent */
};

void run__free(struct run *run);
/* Leaves the figures of each trial, from which summaries and comparisons are made. */
void run__drop_histograms(struct run *run);
/*
 * Of a trial: hits that no operation made; COUNT_UNKNOWN where nothing
 * counts, or where an operation may hit the target more often than is known (--target).
 */
int64_t run__foreign_hits(const struct run *run, const struct trial *trial);
bool run__has_histograms(const struct run *run);
/* Whether its nanoseconds are those of an emulated CPU. */
bool run__is_emulated(const struct run *run);
/* That were measured, the last one perhaps not to its end. */
unsigned int run__count_rounds(const struct run *run);
/* Of the backend; NULL if it is not in the plan. */
const struct capability *run__capability(const struct run *run, const char *backend);
/*
 * Why the kernel did not take the same instructions for each operation under this backend; NULL: it
 * did. Such counts are reported with their spread.
 */
const char *run__varies(const struct run *run, const char *backend);
/*
 * What this overhead may then vary by though nothing differs, in instructions: 2 % of it, and at
 * least 4. In 4 of 24 boots of 7.3, whole trials around connect lay 4 beside the others; none lay
 * farther. 0: nothing.
 */
double run__spread(const struct run *run, const char *backend, double overhead);
/* In UTC, by ISO 8601. */
void run__format_time(time_t when, char text[RUN_TIME_SIZE]);
/* A guest does not know the date: its host does. */
void run__set_started(struct run *run, time_t when);

#endif
