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
#include "bench/model/map_fact.h"
#include "bench/model/plan.h"
#include "bench/model/program_fact.h"
#include "bench/model/target.h"
#include "bench/model/trial.h"

/* Four digits and a comma for each thread. */
#define RUN_CPUS_SIZE (5 * PLAN_MAX_THREADS + 1)

#define RUN_TIME_SIZE	32
#define RUN_HOST_SIZE	65 /* HOST_NAME_MAX, and the NUL */
#define RUN_CELL_SIZE	17 /* 16 hexadecimal digits, and the NUL */
#define RUN_COMMIT_SIZE 65 /* as git's ids of SHA-256, and the NUL */

struct run {
	char started[RUN_TIME_SIZE];  /* UTC, ISO 8601 */
	char host[RUN_HOST_SIZE];     /* of a cell: the machine that measured it; "": not stored */
	char cell[RUN_CELL_SIZE];     /* the id of the cell that it is; "": of none */
	char commit[RUN_COMMIT_SIZE]; /* of the user's tree; "": not given; see commit.h */
	json_t *environment;	      /* object; see results/README.md */
	json_t *vm;		      /* object; NULL on the running kernel */
	char snapshot[RUN_TIME_SIZE]; /* when the one was taken that the guest continued from; "":
					 it booted, or there was none */
	json_t *programs;	      /* object: backend -> checksum of its BPF object */
	char clock_name[32];
	enum clock_unit unit;
	double units_per_tick;
	uint64_t step_ticks;	   /* by which the clock advances; 0 unknown */
	struct figures clock_cost; /* cost of the workload null, in `unit` */
	struct target target;	   /* symbol "" if this kernel lacks it */
	struct plan plan;
	char cpus[RUN_CPUS_SIZE]; /* of the workers, as in --cpus; "" unknown */
	uint64_t max_rss_kib;	  /* peak resident memory of the harness */
	/* Of plan.elsewhere: the functions that were hooked; 0: none. */
	uint64_t elsewhere_functions;
	/* How often a cycle of the workload ran its program, in the mean; 0 if there is none. */
	double elsewhere_runs;
	size_t n_trials;
	struct trial *trials; /* in the order in which they ran */
	size_t n_capabilities;
	struct capability capabilities[PLAN_MAX_BACKENDS]; /* of the backends of the plan */
	struct program_facts facts; /* of the users' programs; see plan.programs */
	struct map_facts maps;	    /* of their maps */
	/*
	 * For a command: file name -> hyperfine's output, for each trial. NULL in a run that was
	 * read.
	 */
	json_t *hyperfine;
	json_t *explain; /* see explain.h; NULL: not measured */
	json_t *drivers; /* the same */
};

void run__free(struct run *run);
/* Frees the cells of each trial but keeps the figures, which summaries and comparisons use. */
void run__drop_histograms(struct run *run);
/*
 * Hits of a trial that were not made by its operations; COUNT_UNKNOWN if nothing counts them, or if
 * the hits per operation are not known (--target).
 */
int64_t run__foreign_hits(const struct run *run, const struct trial *trial);
bool run__has_histograms(const struct run *run);
/* Whether its nanoseconds come from an emulated CPU. */
bool run__is_emulated(const struct run *run);
/* Rounds measured; the last one may be incomplete. */
unsigned int run__count_rounds(const struct run *run);
/* The capability of the backend; NULL if it is not in the plan. */
const struct capability *run__capability(const struct run *run, const char *backend);
/*
 * Why the instruction count varied between operations under this backend; NULL if it did not.
 * Counts that vary are reported with their spread.
 */
const char *run__varies(const struct run *run, const char *backend);
/*
 * How far such an overhead may vary by chance, in instructions: 2 % of it, but at least 4, or what
 * the run says of the backend (`varies_by`). 0 if the count does not vary.
 */
double run__spread(const struct run *run, const char *backend, double overhead);
/* In UTC, in ISO 8601; "" if it is in no year that the calendar of the C library has. */
void run__format_time(time_t when, char text[RUN_TIME_SIZE]);
/* A guest does not know the date; the host sets it. */
void run__set_started(struct run *run, time_t when);

#endif
