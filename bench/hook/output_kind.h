/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Handlers for the output of payloads, by kind: one file per family of kinds. */
#ifndef HOOKBENCH_BENCH_HOOK_OUTPUT_KIND_H
#define HOOKBENCH_BENCH_HOOK_OUTPUT_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/hook/payload.h"

struct output_span;
struct payload_output;

struct output_kind {
	bool by_pid;	/* filters by this process */
	bool is_shared; /* by all hooks of the machine, and does not say whose a message is */
	/* Each hook of a pair reports what it sees itself: a name or a result may be missing. */
	bool of_each_hook;
	/* Optional: opens the output of a loaded object. 0, or -errno with nothing to close. */
	int (*open)(struct payload_output *p);
	void (*close)(struct payload_output *p);
	/* Optional: takes what has arrived; never called by two threads at once. */
	void (*drain)(struct payload_output *p);
	/* Hits since loading, without lost ones. */
	int64_t (*hits)(struct payload_output *p);
	/* Optional: correct hits of this process. */
	int64_t (*own)(struct payload_output *p);
	/*
	 * Optional: writes to `text` what is wrong with the span; leaves it unchanged if nothing
	 * is.
	 */
	void (*check)(struct payload_output *p, const struct output_span *span, char *text,
		      size_t size);
};

/* Counters: per CPU and per process. */
extern const struct output_kind output_count, output_args, output_hash;
/* Messages of hits: events, or lines of the trace pipe. */
extern const struct output_kind output_events, output_lines;
extern const struct output_kind output_stacks, output_durations;

/* NULL for OUTPUT_NONE. */
const struct output_kind *output_kind__of(enum output_id id);

#endif
