/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a kernel or a process may lack; checked after attaching has failed, or if nothing is hit. */
#ifndef HOOKBENCH_BENCH_HOOK_REQUIREMENT_H
#define HOOKBENCH_BENCH_HOOK_REQUIREMENT_H

#include <stdbool.h>

#include "bench/hook/payload.h"

/* A file that exists only if the kernel supports kprobe events. */
#define KPROBE_PMU "/sys/bus/event_source/devices/kprobe/type"
/* The same for uprobes. */
#define UPROBE_PMU "/sys/bus/event_source/devices/uprobe/type"

struct requirement {
	int error;	       /* the only failure that it explains (a positive errno); 0: any */
	enum output_id output; /* the only payloads that it is for, by their output; 0: all */
	/* Without it, hooks attach as usual and never fire. */
	bool is_silent;
	bool (*is_missing)(void);
	const char *reason; /* "this kernel has no ..." */
	const char *remedy; /* how to fix it */
};

/* Each list ends with NULL and is checked in order. */
extern const struct requirement *const requires_privileges[]; /* of any hook */
extern const struct requirement *const requires_kprobes[];
extern const struct requirement *const requires_kprobes_inside[]; /* not at the entry */
extern const struct requirement *const requires_kprobe_multi[];
extern const struct requirement *const requires_kprobe_session[];
extern const struct requirement *const requires_trampoline[];
extern const struct requirement *const requires_btf[];
extern const struct requirement *const requires_fsession[];
extern const struct requirement *const requires_trampoline_multi[];
extern const struct requirement *const requires_lsm[];
extern const struct requirement *const requires_tracepoint[]; /* of a system call */
extern const struct requirement *const requires_other_tracepoint[];
extern const struct requirement *const requires_raw_tracepoint[];
extern const struct requirement *const requires_uprobes[];
extern const struct requirement *const requires_uprobe_multi[];
extern const struct requirement *const requires_uprobe_session[];
extern const struct requirement *const requires_usdt[];

/*
 * The first unmet requirement of a list (NULL: an empty one) that explains the error (-errno) of a
 * hook with such an output, or NULL.
 */
const struct requirement *requirement__find_missing(const struct requirement *const *list,
						    enum output_id output, int err,
						    bool only_silent);

#endif
