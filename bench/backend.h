/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Backends: the ways to attach. What a backend is stands in its row in backend.c; nothing else
 * asks for its name.
 *
 * Life cycle of a hook, one backend's program in the kernel: hook__open (loads), then any number
 * of hook__attach ... hook__detach, then hook__close. Everything hangs on file descriptors of this
 * process: when it dies, however it dies, so does the hook.
 */
#ifndef HOOKBENCH_BENCH_BACKEND_H
#define HOOKBENCH_BENCH_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/count.h"
#include "bench/payload.h"
#include "bench/target.h"
#include "workloads/workload.h"

struct hook;

/* Something that a kernel or a process may lack; asked only after attaching has failed. */
struct requirement {
	int error; /* explains only this failure (a positive errno); 0: any */
	bool (*is_missing)(void);
	const char *reason; /* "this kernel has no ..." */
	const char *remedy; /* what would help */
};

struct backend {
	const char *name;
	const char *help;
	bool needs_function; /* attaches to the target itself, which a kernel may not have */
	/* The BPF object's bytes. NULL: nothing is loaded, and the other members are NULL too. */
	const void *(*elf)(size_t *size);
	/* Optional: before loading. 0 or -errno. */
	int (*prepare)(struct hook *hook);
	/* Attaches the loaded program and sets hook->link. 0 or -errno. */
	int (*attach)(struct hook *hook);
	/* Optional: how the attached hook was put in place, as one word; NULL: nobody tells. */
	const char *(*placement)(const struct hook *hook);
	/* Asked in this order; ends with NULL. */
	const struct requirement *const *requires;
};

/* Ends with a row whose name is NULL; the first is what the others are compared with. */
extern const struct backend backends[];
/* NULL if there is none of that name. */
const struct backend *backend__find(const char *name);
bool backend__is_hook(const struct backend *backend);

struct hook {
	const struct backend *backend;
	const struct payload *payload;
	const struct target *target;
	const struct system_call *system_call;
	uint64_t event;		   /* the tracepoint's number, once a backend has looked it up */
	struct bpf_object *object; /* NULL if the backend loads nothing */
	struct bpf_program *program;
	struct bpf_link *link;		 /* NULL while detached */
	const struct hit_slot *counters; /* HIT_SLOTS of them, mapped; NULL without an object */
	const char *placement;		 /* while attached: see struct backend; or NULL */
};

/* What the kernel and the program counted since loading; COUNT_UNKNOWN where nobody counts. */
struct hook_counts {
	int64_t hits;	   /* by the payload */
	int64_t runs;	   /* by the kernel, while BPF statistics are on */
	int64_t missed;	   /* by the attach point: hits that never became a run */
	int64_t recursion; /* by the program: runs refused because it was running on that CPU */
};

/* Loads. 0, or -errno with the reason in hook__last_message; then there is nothing to close. */
int hook__open(struct hook *hook, const struct backend *backend, const struct payload *payload,
	       const struct target *target, const struct system_call *system_call);
/* 0, or -errno with the reason in hook__last_message. */
int hook__attach(struct hook *hook);
/* Fills hook->placement of an attached hook. */
void hook__read_placement(struct hook *hook);
void hook__read_counts(const struct hook *hook, struct hook_counts *counts);
void hook__detach(struct hook *hook);
void hook__close(struct hook *hook);

/* The last warning of libbpf, one line; "" if there was none since the last hook__open. */
const char *hook__last_message(void);

#endif
