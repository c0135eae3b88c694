/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a program does at each hit: the table of what bpf/hit.bpf.h can do. */
#ifndef HOOKBENCH_BENCH_PAYLOAD_H
#define HOOKBENCH_BENCH_PAYLOAD_H

#include <stdbool.h>

#include "bpf/payload.h"

struct payload {
	const char *name;
	const char *help;
	enum payload_id id;
	bool counts; /* fills hit_slots; otherwise hits are proved by the kernel's run count */
};

/* Ends with a row whose name is NULL; the first row is the default. */
extern const struct payload payloads[];

/* NULL if there is none of that name. */
const struct payload *payload__find(const char *name);

#endif
