/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a kernel supports a backend. It is probed in bench/measure/capability.h. */
#ifndef HOOKBENCH_BENCH_MODEL_CAPABILITY_H
#define HOOKBENCH_BENCH_MODEL_CAPABILITY_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/model/plan.h"

struct capability {
	char backend[NAME_SIZE];
	bool available;
	char reason[256]; /* why not; "" if available */
	char remedy[256]; /* how to fix that; may be "" */
	/*
	 * Properties of the backend in the hookbench that measured. Trials are judged by these,
	 * even if the backend has changed since. Runs of older versions lack them.
	 */
	/*
	 * Why the instruction count of the payload or the workload varies between operations under
	 * this backend; "": it does not.
	 */
	char varies[256];
	/* Up to how many instructions whole trials then differ by chance; 0: the least of all. */
	double varies_by;
	bool is_filtered; /* its program also runs for other calls, and filters them out */
	char must_be[16]; /* the placement that a trial must have; "": any */
	/* For a command: hits per run; COUNT_UNKNOWN if not counted. */
	int64_t command_hits;
	/* Not stored; of the trial that probed it: attaching and detaching, and a cycle. 0: none.
	 */
	uint64_t between_ns, cycle_ns;
};

#endif
