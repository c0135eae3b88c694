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

/* What functions in user space are called with: probes in them pass it on. */
#define USER_ARGUMENT 0x48b
/* Of the USDT probes in them. */
#define USER_PROVIDER "hookbench"

/* A function of this program that a workload calls, in place of a kernel function. */
struct user_function {
	const char *name; /* WORKLOAD:FUNCTION, as --target takes it; NULL: the end of a list */
	const char *help;
	void (*function)(unsigned long argument);
	const char *probe; /* the USDT probe in it, without the provider's name; NULL: none */
	/* Of the probe: not 0 while it is hooked, as the kernel counts; NULL: it has none. */
	const volatile unsigned short *semaphore;
};

/* A thread that runs the loop, with a separate folder and separate histograms. */
struct worker {
	int folder; /* empty and private; left empty by the loop, or by the workload's close */
	/* The operation's ticks, one value per cycle. */
	struct histogram *operation;
	/*
	 * Receives the first half of the cycles: at cycle `half`, the loop swaps it with
	 * `operation`. NULL and 0: the halves are not recorded separately.
	 */
	struct histogram *first_half;
	uint64_t half;
	/*
	 * Ticks of a control call that no hook on the target should affect; empty if the workload
	 * has none.
	 */
	struct histogram *control;
	uint64_t period_ns;		   /* between the starts of cycles; 0: no fixed rate */
	const volatile sig_atomic_t *stop; /* not 0: leave the loop after this cycle */
	uint64_t due_ns;		   /* of the next cycle; CLOCK_MONOTONIC */
	uint64_t done;	    /* cycles finished; the harness reads it while the loop runs */
	const char *target; /* that was asked for; NULL, "": none. For open */
	void *state;	    /* private to the workload, from its open to its close */
	/* With CLOCK_SOURCE_CALLS only: called before and after the operation of each cycle. */
	void (*around)(void *context, bool begins);
	void *around_context;
	/* Set by the loop before it leaves early: the call that failed, and its errno. */
	const char *failed_call;
	int failed_errno;
};

/* Identified by its name in the kernel's events and by its number on this architecture. */
struct system_call {
	const char *name;
	unsigned int number;
	int name_argument; /* which one, from 0, points to the file name; -1: none */
};

/* A hook of the security modules; its name is without "security_". */
struct lsm_hook {
	const char *name; /* NULL: no hook */
	/* Whether its arguments are a path: the file's folder, then the dentry. */
	bool has_path;
};

struct workload {
	const char *name;
	const char *help;
	bool has_control;   /* the loop records into worker.control too */
	bool uses_loopback; /* a guest must bring the loopback up */
	bool knows_result;  /* whether `result` is valid */
	/* hookbench itself also makes such calls while it measures, with other file names. */
	bool is_everywhere;
	bool times_nothing;		 /* it measures the clock itself; only one row does */
	unsigned int hits_per_operation; /* calls of the target per timed operation */
	/* See `varies`: how far whole trials then differ, in instructions; 0: at most 4. */
	unsigned int varies_by;
	/* The possible targets, in order of preference; ends with a symbol of NULL. */
	const struct target_candidate *targets;
	/*
	 * Instead of `targets`, which is then an empty list: functions in user space, of which an
	 * operation calls the one that was asked for, or the first. NULL: it is for the kernel.
	 */
	const struct user_function *user_functions;
	/* What an operation passes to the target and gets back, for checking payloads. */
	const char *file_name; /* NULL: none */
	long result;	       /* of the target */
	/* The system call by which an operation calls the target, equally often. */
	struct system_call system_call;
	/* Why the instruction count varies between operations, with any hook; NULL: it does not. */
	const char *varies;
	/* The security hook that an operation passes once. */
	struct lsm_hook lsm_hook;
	/*
	 * Optional, both or none: create and remove what a worker keeps from cycle to cycle in
	 * worker.state. Called once per run, in any thread. open: 0, or -errno, logged, with
	 * nothing to close.
	 */
	int (*open)(struct worker *worker);
	void (*close)(struct worker *worker);
	/* Runs up to `cycles` cycles, reading the clock from `source`. */
	void (*loop)(struct worker *worker, uint64_t cycles, enum clock_source source);
};

/* Ends with a row whose name is NULL; the first row is the default. */
extern const struct workload workloads[];
/* The workload of that name, or NULL. */
const struct workload *workload__find(const char *name);
/* The row that times nothing; never NULL. */
const struct workload *workload__of_clock(void);
bool workload__has_target(const struct workload *workload, const char *symbol);
/* The function of that name, or with NULL and "" the first; or NULL. */
const struct user_function *user_function__find(const struct user_function *functions,
						const char *name);
/* The value of its probe's semaphore; 0 without one. Accepts NULL. */
unsigned int user_function__semaphore(const struct user_function *function);
/*
 * Writes WORKLOAD:FUNCTION for the symbol of such a function, as in user_call_nop, on whatever
 * architecture, or for a probe in one, as in hookbench:call. False if it is none.
 */
bool user_function__name(const char *symbol, char *name, size_t size);
/* The function of that symbol; or NULL: there is none on this architecture. */
const struct user_function *user_function__of_symbol(const char *symbol);
/*
 * The row whose user functions have names such as that, WORKLOAD:FUNCTION, or NULL. Which ones it
 * has depends on the architecture.
 */
const struct workload *workload__of_user_function(const char *name);
/* The candidate for a function in any row, or NULL. */
const struct target_candidate *workload__find_target(const char *symbol);

/* For use in the table, before its rows. */
#define WORKLOAD_DECLARE(name) \
	void name##__loop(struct worker *worker, uint64_t cycles, enum clock_source source)
/* The same for a row with open and close; also needed before their definitions. */
#define WORKLOAD_DECLARE_STATE(name)             \
	int name##__open(struct worker *worker); \
	void name##__close(struct worker *worker)

/*
 * Defines NAME__loop from an inline function `cycle(worker, source)`, which runs one cycle and
 * returns 0, or -1 after worker__fail. The loop is generated once per clock source, so that the
 * harness adds no branch and no call between two clock reads.
 */
#define WORKLOAD_LOOP(name, cycle)                                                              \
	WORKLOAD_DECLARE(name);                                                                 \
	void name##__loop(struct worker *worker, uint64_t cycles, enum clock_source source)     \
	{                                                                                       \
		switch (source) {                                                               \
		case CLOCK_SOURCE_COUNTER: WORKLOAD_REPEAT(cycle, CLOCK_SOURCE_COUNTER); break; \
		case CLOCK_SOURCE_SYSCALL: WORKLOAD_REPEAT(cycle, CLOCK_SOURCE_SYSCALL); break; \
		case CLOCK_SOURCE_NONE: WORKLOAD_REPEAT(cycle, CLOCK_SOURCE_NONE); break;       \
		case CLOCK_SOURCE_CALLS: WORKLOAD_REPEAT(cycle, CLOCK_SOURCE_CALLS); break;     \
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
 * Sleeps until the i-th cycle is due, so that the CPU idles and others use its caches, as around a
 * hook that is hit only now and then. A late cycle starts at once and delays the rest.
 */
void worker__wait(struct worker *worker, uint64_t i);

/* Records why the loop ends early; returns -1. */
static inline int worker__fail(struct worker *worker, const char *call, int error)
{
	worker->failed_call = call;
	worker->failed_errno = error;
	return -1;
}

/* The clock reads before and after the operation of a cycle. */
static inline __attribute__((always_inline)) uint64_t worker__begin(const struct worker *worker,
								    enum clock_source source)
{
	if (source == CLOCK_SOURCE_CALLS)
		worker->around(worker->around_context, true);
	return clock__begin(source);
}

static inline __attribute__((always_inline)) uint64_t worker__end(const struct worker *worker,
								  enum clock_source source)
{
	uint64_t end = clock__end(source);

	if (source == CLOCK_SOURCE_CALLS)
		worker->around(worker->around_context, false);
	return end;
}

/* Records end - start, unless nothing is timed. */
static inline __attribute__((always_inline)) void
worker__record(struct histogram *h, uint64_t start, uint64_t end, enum clock_source source)
{
	if (source != CLOCK_SOURCE_NONE && source != CLOCK_SOURCE_CALLS)
		histogram__record(h, end - start);
}

/*
 * Creates an empty file in the worker's folder and closes it; creating it is timed as the control.
 */
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
