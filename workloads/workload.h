/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Workloads: C code that makes the kernel call the target, and times each call.
 *
 * A workload is one file with one loop, and one row in workloads.c. See CONTRIBUTING.md.
 */
#ifndef HOOKBENCH_WORKLOADS_WORKLOAD_H
#define HOOKBENCH_WORKLOADS_WORKLOAD_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#include "bench/machine/clock.h"
#include "bench/model/histogram.h"
#include "bench/model/target_candidate.h"

/* One thread that runs the loop; it has its own folder and its own histograms. */
struct worker {
	int folder; /* empty and private; left empty by the loop, or by the workload's close */
	/* The operation's ticks, one value a cycle. */
	struct histogram *operation;
	/*
	 * Of the first half of the cycles, once the loop has come to `half`, where the two change
	 * places; NULL and 0: the halves are not told apart.
	 */
	struct histogram *first_half;
	uint64_t half;
	/*
	 * Ticks of a call beside it that no hook on the target should move; left empty by a
	 * workload without one.
	 */
	struct histogram *control;
	uint64_t period_ns; /* from the begin of one cycle to that of the next; 0: none */
	const volatile sig_atomic_t *stop; /* not 0: leave the loop after this cycle */
	uint64_t due_ns;		   /* of the next cycle; CLOCK_MONOTONIC */
	uint64_t done; /* cycles finished; the harness reads it while the loop runs */
	void *state;   /* the workload's own, from its open to its close */
	/* Set by the loop before it leaves early: the call that failed, and its errno. */
	const char *failed_call;
	int failed_errno;
};

/* By its name in the kernel's events, and by its number on this architecture. */
struct system_call {
	const char *name;
	unsigned int number;
	int name_argument; /* which, from 0, points to the file name in user space; -1: none */
};

/* A hook of the security modules, without "security_". */
struct lsm_hook {
	const char *name; /* NULL: there is none */
	/* Whether it is given a path: the file's folder, and then its entry there. */
	bool has_path;
};

struct workload {
	const char *name;
	const char *help;
	bool has_control;   /* the loop records into worker.control too */
	bool uses_loopback; /* a guest, which has no network, must bring it up */
	bool knows_result;  /* what `result` says */
	/* hookbench itself makes such calls too while it measures, with other file names. */
	bool is_everywhere;
	bool times_nothing;		 /* what it measures is the clock; one row is such */
	unsigned int hits_per_operation; /* calls of the target that one timed operation makes */
	/* The functions that may be the target, by preference; ends with a symbol of NULL. */
	const struct target_candidate *targets;
	/* What an operation gives the target and gets from it, for payloads to be checked by. */
	const char *file_name; /* NULL: none */
	long result;	       /* of the target */
	/* By which an operation calls the target: it makes as many of these. */
	struct system_call system_call;
	/*
	 * Why operations do not all take the same instructions, whatever hooks them; NULL: they do.
	 */
	const char *varies;
	/* That an operation passes once. */
	struct lsm_hook lsm_hook;
	/*
	 * Optional, both or none: what a worker keeps from cycle to cycle, in worker.state. Once
	 * for a run, in whichever thread. open: 0 or -errno, logged; then there is nothing to
	 * close.
	 */
	int (*open)(struct worker *worker);
	void (*close)(struct worker *worker);
	/* Runs up to `cycles` cycles, reading the clock by `source`. */
	void (*loop)(struct worker *worker, uint64_t cycles, enum clock_source source);
};

/* Ends with a row whose name is NULL; the first row is the default. */
extern const struct workload workloads[];
/* NULL if there is none of that name. */
const struct workload *workload__find(const char *name);
/* The row that times nothing; never NULL. */
const struct workload *workload__of_clock(void);
bool workload__has_target(const struct workload *workload, const char *symbol);
/* What the rows say of a function, whichever of them names it; NULL if none does. */
const struct target_candidate *workload__find_target(const char *symbol);

/* For the table, before its rows. */
#define WORKLOAD_DECLARE(name) \
	void name##__loop(struct worker *worker, uint64_t cycles, enum clock_source source)
/* The same for a row with open and close; also before their definitions. */
#define WORKLOAD_DECLARE_STATE(name)             \
	int name##__open(struct worker *worker); \
	void name##__close(struct worker *worker)

/*
 * Defines NAME__loop from an inline function `cycle(worker, source)`, which runs one cycle and
 * returns 0, or -1 after worker__fail. The loop stands here once for each clock source, so that
 * between two clock reads there is neither a branch nor a call of the harness's own.
 */
#define WORKLOAD_LOOP(name, cycle)                                                              \
	WORKLOAD_DECLARE(name);                                                                 \
	void name##__loop(struct worker *worker, uint64_t cycles, enum clock_source source)     \
	{                                                                                       \
		switch (source) {                                                               \
		case CLOCK_SOURCE_COUNTER: WORKLOAD_REPEAT(cycle, CLOCK_SOURCE_COUNTER); break; \
		case CLOCK_SOURCE_SYSCALL: WORKLOAD_REPEAT(cycle, CLOCK_SOURCE_SYSCALL); break; \
		case CLOCK_SOURCE_NONE: WORKLOAD_REPEAT(cycle, CLOCK_SOURCE_NONE); break;       \
		}                                                                               \
	}

#define WORKLOAD_REPEAT(cycle, source)                                    \
	for (uint64_t i = 0; i < cycles && !*worker->stop; i++) {         \
		if (i && i == worker->half)                               \
			worker__begin_second_half(worker);                \
		if (worker->period_ns)                                    \
			worker__wait(worker, i);                          \
		if (cycle(worker, source))                                \
			break;                                            \
		__atomic_store_n(&worker->done, i + 1, __ATOMIC_RELAXED); \
	}

static inline void worker__begin_second_half(struct worker *worker)
{
	struct histogram *first = worker->operation;

	worker->operation = worker->first_half;
	worker->first_half = first;
}

/*
 * Sleeps until the i-th cycle is due, so that the CPU idles and its caches go to others, as they do
 * around a hook that is hit now and then. What is late begins at once, and moves the rest.
 */
void worker__wait(struct worker *worker, uint64_t i);

/* Notes why the loop ends early; returns -1. */
static inline int worker__fail(struct worker *worker, const char *call, int error)
{
	worker->failed_call = call;
	worker->failed_errno = error;
	return -1;
}

/* Records end - start, unless nothing is timed. */
static inline __attribute__((always_inline)) void
worker__record(struct histogram *h, uint64_t start, uint64_t end, enum clock_source source)
{
	if (source != CLOCK_SOURCE_NONE)
		histogram__record(h, end - start);
}

/* A new, empty and closed file in the worker's folder; opening it is timed as the control. */
static inline __attribute__((always_inline)) int
worker__create_file(struct worker *worker, const char *name, enum clock_source source)
{
	uint64_t start, end;
	int fd;

	start = clock__read(source);
	fd = openat(worker->folder, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	end = clock__read(source);
	if (fd < 0)
		return worker__fail(worker, "openat", errno);
	worker__record(worker->control, start, end, source);
	close(fd);
	return 0;
}

#define WORKLOAD_CYCLE static inline __attribute__((always_inline)) int

#endif
