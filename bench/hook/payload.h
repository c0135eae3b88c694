/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Payloads: what a program does at each hit. A payload is a row here, an inline function in
 * bpf/hit.bpf.h, and a program SIDE_NAME of each backend that can carry it, made by
 * bpf/programs.bpf.h.
 */
#ifndef HOOKBENCH_BENCH_HOOK_PAYLOAD_H
#define HOOKBENCH_BENCH_HOOK_PAYLOAD_H

#include <stdbool.h>

#include "bench/hook/name_source.h"

/* What programs leave behind, and hits are counted and checked by: see payload_output.c. */
enum output_id {
	OUTPUT_NONE, /* nothing: the kernel's run count must prove the hits */
	OUTPUT_COUNT,
	OUTPUT_ARGS,
	OUTPUT_HASH,
	OUTPUT_EVENTS,
	OUTPUT_LINES,
	OUTPUT_STACKS,
	OUTPUT_DURATIONS,
	OUTPUT_KINDS, /* how many there are */
};

#define PAYLOAD_MAX_MAPS 3

struct payload {
	const char *name;
	const char *help;
	const char *program; /* its name behind the side: "count" of entry_count */
	bool needs_name;     /* without a file name that can be read, there is nothing to do */
	/* What it leaves of a call that is hooked at both sides: 1 or 2 hits. */
	unsigned int hits_of_call;
	enum output_id output;
	const char *needs; /* what a hook must offer; NULL: nothing */
	/*
	 * Why the kernel itself does not take the same instructions each time; NULL: it does. Exact
	 * counts of such a payload are told with their spread.
	 */
	const char *varies;
	/*
	 * Only with names that come from there or are kept from the entry to the return;
	 * NAME_NOWHERE: with every backend.
	 */
	enum name_source varies_for;
	/* The maps that it fills, by the end of their name; ends with NULL unless full. */
	const char *maps[PAYLOAD_MAX_MAPS];
};

/* Ends with a row whose name is NULL; the first row is the default. */
extern const struct payload payloads[];

/* NULL if there is none of that name. */
const struct payload *payload__find(const char *name);
/* The first one that leaves this behind. */
const struct payload *payload__with_output(enum output_id output);

#endif
