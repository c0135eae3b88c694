/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hook: the programs of one backend with one payload, in the kernel.
 *
 * Life cycle: hook__open (loads), any number of hook__attach ... hook__detach, hook__close. The
 * hook is held only by file descriptors of this process: when the process dies, for whatever
 * reason, the kernel removes the hook.
 */
#ifndef HOOKBENCH_BENCH_HOOK_HOOK_H
#define HOOKBENCH_BENCH_HOOK_HOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/maybe_count.h"
#include "bench/hook/hook_state.h"

void hook_memory__close(struct hook_memory *memory);

/* Counts since loading; COUNT_UNKNOWN where nothing counts. */
struct hook_counts {
	int64_t hits;	   /* by the payload: see watched_hook.h */
	int64_t lost;	   /* hits whose events did not fit */
	int64_t runs;	   /* by the kernel, while BPF statistics are on */
	int64_t missed;	   /* by the attach point: hits that never became a run */
	int64_t recursion; /* by the program: runs refused because it was running on that CPU */
};

/*
 * Loads. 0; -ENOTSUP if the backend cannot carry the payload on this target; another -errno if the
 * kernel refuses. On failure the reason is in hook__last_message, and there is nothing to close.
 * Everything pointed to must stay valid and must not move, nor may the hook.
 */
int hook__open(struct hook *hook, const struct backend *backend, const struct payload *payload,
	       const struct target *target, const struct workload *workload,
	       struct hook_memory *memory);
/* 0, or -errno with the reason in hook__last_message. */
int hook__attach(struct hook *hook);
/* Sets hook->placement of an attached hook. */
void hook__read_placement(struct hook *hook);
/* Reads the kernel's counts; those of the payload stay unknown. */
void hook__read_counts(const struct hook *hook, struct hook_counts *counts);
/*
 * Of a user's object: what became of its programs, with the runs that the kernel counted since
 * loading. They are those in hook_memory. NULL with *n = 0 of a row of the table.
 */
const struct program_fact *hook__facts(const struct hook *hook, size_t *n);
void hook__detach(struct hook *hook);
void hook__close(struct hook *hook);

/*
 * Writes to `text` (`size` bytes) why the backend cannot carry the payload on this target; "" if
 * there is no known reason. Does not try it on the kernel.
 */
void hook__explain_payload(const struct backend *backend, const struct payload *payload,
			   const struct target *target, const struct workload *workload, char *text,
			   size_t size);

/* Whether each event of the payload ringbuf has a file name. */
bool hook__has_name(const struct hook *hook);

/* How many hits a call of the target makes. */
unsigned int hook__hits_of_call(const struct backend *backend, const struct payload *payload);

/* The last warning of libbpf in this thread since the last hook__open, on one line; "" if none. */
const char *hook__last_message(void);

#endif
