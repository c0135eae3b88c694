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

/* The output of programs, by which hits are counted and checked: see payload_output.c. */
enum output_id {
	OUTPUT_NONE, /* nothing: the kernel's run count must prove the hits */
	OUTPUT_COUNT,
	OUTPUT_ARGS,
	OUTPUT_HASH,
	OUTPUT_EVENTS,
	OUTPUT_LINES,
	OUTPUT_STACKS,
	OUTPUT_DURATIONS,
	OUTPUT_KINDS, /* number of kinds */
};

#define PAYLOAD_MAX_MAPS 3

struct payload {
	const char *name;
	const char *help;
	const char *program;	  /* its name after the side: "count" of entry_count */
	const char *user_program; /* of hooks in user space, if that is another; or NULL */
	/* Hits per call if both entry and return are hooked: 1 or 2. */
	unsigned int hits_of_call;
	enum output_id output;
	const char *needs; /* what a hook must provide; NULL: nothing */
	/*
	 * Why the kernel's own instruction count varies between hits; NULL: it does not. Exact
	 * counts of such a payload are reported with their spread.
	 */
	const char *varies;
	/* The maps that it fills, by the end of their names; ends with NULL unless full. */
	const char *maps[PAYLOAD_MAX_MAPS];
	const char *asks; /* for what a kernel may lack, in words; NULL: for nothing */
	/*
	 * `varies` applies only to names from this source, or kept from the entry to the return;
	 * NAME_NOWHERE: to every backend.
	 */
	enum name_source varies_for;
	bool needs_name; /* pointless without a file name that can be read */
	/*
	 * What programs are made of: its programs are in the backend's object of prices. What it
	 * costs more than `empty` is the price.
	 */
	bool is_price;
};

/* Ends with a row whose name is NULL; the first row is the default. */
extern const struct payload payloads[];

/* Of a user's program, which does what it does: the kernel's run count must prove its hits. */
extern const struct payload payload_of_user;

/* On the command line, for `empty` and all prices. */
#define PAYLOAD_PRICES "prices"

/* The payload of that name, or NULL. */
const struct payload *payload__find(const char *name);
/* The first payload with this output. */
const struct payload *payload__with_output(enum output_id output);

#endif
