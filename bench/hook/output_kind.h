/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is done with the output of a payload, by its kind: one file for each family of kinds. */
#ifndef HOOKBENCH_BENCH_HOOK_OUTPUT_KIND_H
#define HOOKBENCH_BENCH_HOOK_OUTPUT_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/hook/payload.h"

struct output_span;
struct payload_output;

struct output_kind {
	bool by_pid; /* looks for the hits of this process */
	/* Of a pair, each hook shows what it sees alone: a name or a result may be missing. */
	bool of_each_hook;
	/* Optional: of a loaded object. 0 or -errno; then there is nothing to close. */
	int (*open)(struct payload_output *p);
	void (*close)(struct payload_output *p);
	/* Optional: takes what has come; never by two threads at a time. */
	void (*drain)(struct payload_output *p);
	/* Hits since loading, without the lost ones. */
	int64_t (*hits)(struct payload_output *p);
	/* Optional: those of this process; all is right about them. */
	int64_t (*own)(struct payload_output *p);
	/* Optional: what is not true of the span; `text` stays as it is if nothing is. */
	void (*check)(struct payload_output *p, const struct output_span *span, char *text,
		      size_t size);
};

/* Counters in memory, and those of processes. */
extern const struct output_kind output_count, output_args, output_hash;
/* What hits send: events, or lines of the trace pipe. */
extern const struct output_kind output_events, output_lines;
extern const struct output_kind output_stacks, output_durations;

/* NULL for OUTPUT_NONE. */
const struct output_kind *output_kind__of(enum output_id id);

#endif
