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
#include <sys/types.h>

#include "bench/base/maybe_count.h"
#include "bench/hook/backend.h"
#include "bench/hook/code_length.h"
#include "bench/hook/payload.h"
#include "bench/hook/user_object.h"
#include "bench/kernel/kernel_code.h"
#include "bench/kernel/target.h"
#include "bench/machine/setting_guard.h"
#include "bench/model/map_fact.h"
#include "bench/model/program_fact.h"
#include "workloads/workload.h"

/* The offset found for a kprobe inside a function. */
struct found_offset {
	const struct backend *backend; /* NULL: not yet */
	char symbol[128];
	unsigned int offset;
};

/* State shared by the hooks of a run; initialise with { 0 }, and close after the last hook. */
struct hook_memory {
	struct found_offset offset;
	struct kernel_code code;
	struct setting_guard printk_event; /* see printk_event.h */
	bool warned_of_namespace;	   /* that the pid outside the namespace is unknown */
	enum user_files user_files;	   /* set it before hook__open */
	/*
	 * Of each user's arm, from its first hook__open on, whether that succeeded or not. The
	 * first hook decides which programs are attached; later ones attach the same, or fail.
	 */
	struct program_facts facts;
	/* Of the maps of each user's arm, from its first hook__open that succeeded on. */
	struct map_facts maps;
	struct code_lengths code_lengths;
	/* What the verifier said when it last refused a user's program; NULL: nothing. */
	char *verifier_log;
	/* Optional: receives the events of users' objects; set it before hook__open. */
	user_event_fn take_event;
	void *take_event_context;
};

struct hook {
	const struct backend *backend;
	const struct payload *payload;
	const struct target *target;
	const struct workload *workload;
	struct hook_memory *memory;
	struct bpf_object *object; /* NULL if the backend loads nothing */
	struct hook_part *parts;   /* the programs that are loaded, to be attached */
	size_t n_parts;
	struct hook_part row_parts[BACKEND_MAX_PARTS]; /* of a row of the table */
	struct user_hook *user;			       /* of a user's object; otherwise NULL */
	const void *(*elf)(size_t *size);	       /* of a row: what is loaded */
	uint64_t event;		      /* the tracepoint's ID, once a backend has looked it up */
	uint32_t function_id;	      /* in the kernel's BTF, once a backend has looked it up */
	pid_t only;		      /* the process that is hooked in user space; 0: all */
	unsigned int offset;	      /* of a kprobe inside the function, once it was attached */
	const char *placement;	      /* while attached: see struct backend; or NULL */
	bool is_entered;	      /* backend->leave must follow */
	int64_t attach_ns, detach_ns; /* of the last time; without the wait for placement */
	struct setting_guard guard;
};

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
