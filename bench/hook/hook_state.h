/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a hook consists of: see hook.h. */
#ifndef HOOKBENCH_BENCH_HOOK_HOOK_STATE_H
#define HOOKBENCH_BENCH_HOOK_HOOK_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

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
	bool is_livepatched;		   /* the function; set it before hook__attach */
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

#endif
