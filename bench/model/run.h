/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run: a number of rounds on one kernel; the unit that is stored. */
#ifndef HOOKBENCH_BENCH_MODEL_RUN_H
#define HOOKBENCH_BENCH_MODEL_RUN_H

#include <jansson.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>

#include "bench/base/progress.h"
#include "bench/kernel/target.h"
#include "bench/machine/clock.h"
#include "bench/model/plan.h"
#include "bench/model/trial.h"

/* What this kernel can do, found out by attaching and firing each backend. */
struct capability {
	char backend[NAME_SIZE];
	bool available;
	char reason[256]; /* why not; "" if available */
	char remedy[256]; /* what would help; may be "" */
	/* Of a command: hits that one run of it makes; COUNT_UNKNOWN where nobody counts.
	 * 0 where no command is run. */
	int64_t command_hits;
};

struct backend;
/* Fills in reason and remedy of a backend whose hook__open or hook__attach has just failed. */
void capability__explain(struct capability *c, const struct backend *backend,
			 const struct target *target, int err);
/* Fills them in if the backend cannot carry the payload: false then. */
bool capability__can_carry(struct capability *c, const struct backend *backend,
			   const struct payload *payload, const struct target *target,
			   const struct workload *workload);

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

/* How to run: everything that does not decide the numbers. */
struct run_context {
	const volatile sig_atomic_t *stop;
	progress_fn progress;
	void *progress_context;
	/* With a plan that has a precision: whether the rounds so far are enough. */
	bool (*is_enough)(const struct run *run);
	/* Called in each trial of the rounds, in order, once its hook is attached; may be NULL. */
	void (*attached)(void *context);
	void *attached_context;
};

/*
 * Tries each backend of the plan on the running kernel. Fills capabilities and target. 0 or
 * -errno, logged; a backend that cannot attach is not an error.
 */
int run__probe(const struct plan *plan, const struct run_context *context, struct run *run);
/*
 * Measures the plan on the running kernel. 0; -ENOTSUP if the plan names hooks and none of them
 * attaches here (capabilities say why); -EINTR if stopped; another -errno, logged. Free `run` in
 * every case.
 */
int run__measure(const struct plan *plan, const struct run_context *context, struct run *run);
void run__free(struct run *run);
/* Whether this plan's threads find a CPU each on the running kernel. 0, or -EINVAL, logged. */
int run__check_cpus(const struct plan *plan);
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
/* BPF objects of the plan's backends: a JSON object, backend -> checksum. */
json_t *run__checksum_programs(const struct plan *plan);
/* Of this process, in KiB, at its highest. */
uint64_t run__max_rss_kib(void);
/* In UTC, by ISO 8601. */
void run__format_time(time_t when, char text[RUN_TIME_SIZE]);
/* A guest does not know the date: its host does. */
void run__set_started(struct run *run, time_t when);

#endif
