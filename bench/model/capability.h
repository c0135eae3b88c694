/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a kernel could do with a backend. How that is found out is in bench/measure/capability.h. */
#ifndef HOOKBENCH_BENCH_MODEL_CAPABILITY_H
#define HOOKBENCH_BENCH_MODEL_CAPABILITY_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/model/plan.h"

struct capability {
	char backend[NAME_SIZE];
	bool available;
	char reason[256]; /* why not; "" if available */
	char remedy[256]; /* what would help; may be "" */
	/*
	 * What the backend was in the hookbench that measured: trials are judged by it, whatever
	 * has become of the backend since. Runs of older versions have none of it.
	 */
	/*
	 * Why the kernel does not take the same instructions for each operation of the payload or
	 * the workload under this backend; "": it does.
	 */
	char varies[256];
	bool is_filtered; /* its program runs at other calls too, and leaves them out */
	char must_be[16]; /* what a trial's placement must say; "": anything */
	/* Of a command: hits that one run of it makes; COUNT_UNKNOWN where they are not counted. */
	int64_t command_hits;
};

#endif
