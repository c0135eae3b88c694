/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One trial: load, attach, settle, warm up, measure, detach. */
#ifndef HOOKBENCH_BENCH_MODEL_TRIAL_H
#define HOOKBENCH_BENCH_MODEL_TRIAL_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/base/progress.h"
#include "bench/hook/watched_hook.h"
#include "bench/machine/counters.h"
#include "bench/machine/cpus.h"
#include "bench/machine/disturbance.h"
#include "bench/machine/scratch.h"
#include "bench/model/histogram.h"
#include "bench/model/plan.h"
#include "workloads/workload.h"

/* What a histogram says, in the clock's unit (instructions or nanoseconds). */
struct figures {
	uint64_t count; /* values recorded */
	uint64_t over;	/* of these, beyond the histogram's range; see histogram.h */
	double min, max, mean;
	/*
	 * The most frequent value, or the first value of the fullest bucket. In instructions: the
	 * smallest of the common ones, see histogram__shortest_common.
	 */
	double mode;
	uint64_t mode_count; /* how often it was seen */
	bool mode_exact;     /* mode and mode_count are exact */
	double p50, p90, p99, p999;
};

/* A histogram as it is stored: figures, and the cells in ticks. */
struct distribution {
	struct figures figures;
	struct histogram_cells cells; /* n is 0 where a stored run left them out */
};

struct trial {
	unsigned int round;    /* from 1 */
	unsigned int position; /* in its round, from 1 */
	unsigned int part;     /* not stored: of several runs taken together, which; else 0 */
	char backend[NAME_SIZE];
	bool control;	     /* the second `none` of its round */
	char placement[16];  /* of a kprobe: "ftrace", "optimized", "breakpoint"; "" unknown */
	uint64_t operations; /* timed */
	/* COUNT_UNKNOWN where nobody counts. */
	int64_t expected_hits; /* that the operations must make */
	int64_t hits;	       /* by the payload, while measuring */
	int64_t missed, recursion;
	int64_t lost;	 /* of the hits, events that there was no room for */
	char wrong[256]; /* what the payload produced and is not true, in words; or "" */
	/* For payloads that do not count: the kernel's run count over the warm-up. */
	int64_t proof_expected, proof_hits;
	bool attached;		      /* not stored: tells a failure to attach from later ones */
	int64_t attach_ns, detach_ns; /* COUNT_UNKNOWN if there is nothing to attach */
	uint64_t elapsed_ns;
	struct disturbance disturbance; /* around the timed loops */
	struct counters counters;	/* over the timed loops */
	/* See clock__drift_ns; while measuring. */
	double clock_drift_ns;
	/*
	 * Median of the operations of the second half less that of the first, in the clock's unit;
	 * NAN where they were not told apart. unsteady: they differ beyond chance, see trial.c.
	 */
	double half_shift;
	bool unsteady;
	struct distribution operation;
	struct distribution beside; /* the workload's control call; count 0 if it has none */
};

/* What the trials of a run share. */
struct bench {
	const struct plan *plan;
	const struct clock *clock;
	/* For which workers keep state; what else a trial runs must need none. */
	const struct workload *workload;
	const struct payload *payload;
	const struct target *target;
	const struct cpus *cpus;	/* worker i runs on the i-th */
	const struct counter *counters; /* that are counted; NULL: none */
	const volatile sig_atomic_t *stop;
	progress_fn progress;
	void *progress_context;
	/* Called after a hook was attached, before anything settles; may be NULL. */
	void (*attached)(void *context);
	void *attached_context;
	struct worker *workers; /* plan->threads of them */
	struct hook_memory *memory;
};

/* Makes the workers. 0, or -errno, logged; then there is nothing to close. */
int bench__open(struct bench *bench, const struct scratch *scratch);
void bench__close(struct bench *bench);
/* From the next trial on, cycles begin at this rate, in each thread; 0: as fast as they go. */
void bench__set_pace(struct bench *bench, uint64_t rate_hz);

/*
 * Runs one trial; nothing is loaded or attached any more on return. The program is loaded anew
 * each time: before Linux 5.13 (kernel commit f3a95075549e), a trampoline's program attaches only
 * once. `warmup` cycles come before the timed ones. `progress` says which trial it is. 0; -EINTR if
 * stopped; another -errno, logged unless trial->attached is false: then hook__last_message has the
 * reason.
 */
int trial__run(const struct bench *bench, const struct backend *backend,
	       const struct workload *workload, uint64_t warmup, uint64_t cycles,
	       struct progress progress, struct trial *trial);
void trial__free(struct trial *trial);

/* What the hook has counted since `before`. */
void trial__take_counts(struct trial *trial, struct watched_hook *hook,
			const struct hook_counts *before);
/* A trial of which nothing is known yet but its backend. */
void trial__init(struct trial *trial, const struct backend *backend);
/* Makes it of a histogram of this clock's ticks. 0 or -errno, logged. */
int distribution__make(struct distribution *d, const struct histogram *h,
		       const struct clock *clock);

/*
 * Why the hits of this trial must not be believed, in words, or "" if nothing is wrong with them.
 * `text` has room for `size` bytes.
 */
void trial__hit_problem(const struct trial *trial, char *text, size_t size);
/* The same, with what else may be wrong: the clock, the machine, what is not exact. */
void trial__problem(const struct trial *trial, const struct plan *plan, char *text, size_t size);

#endif
