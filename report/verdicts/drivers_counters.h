/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the CPU's counters counted in one run, beside what makes instructions dear in another run of
 * the same kernel: counters are of hardware, drivers of an emulated CPU. And how the two go
 * together, over the hooks.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_DRIVERS_COUNTERS_H
#define HOOKBENCH_REPORT_VERDICTS_DRIVERS_COUNTERS_H

#include <stdbool.h>
#include <stddef.h>

#include "report/verdicts/drivers.h"

enum counted {
	COUNTED_CYCLES,
	COUNTED_BRANCH_MISSES,
	COUNTED_L1I_MISSES,
	COUNTED_ITLB_MISSES,
	N_COUNTED,
};

extern const char *const counted_names[N_COUNTED];

/* With fewer hooks, any order is likely by chance. */
#define CORRELATION_LEAST 4

/* A hook that both runs have. */
struct counted_hook {
	const char *backend;	     /* of the summary */
	const struct driven *driven; /* of the drivers */
	/*
	 * What it adds to one cycle of the workload, in the kernel, where hooks run; NAN: not
	 * counted. It may be negative.
	 */
	double added[N_COUNTED];
};

struct drivers_counters {
	size_t n;
	struct counted_hook v[SUMMARY_MAX_ROWS];
};

/* Whether anything was counted by the CPU. */
bool drivers_counters__are_in(const struct summary *counted);
/*
 * Whether the drivers of a run are of what the other measured: the same kernel, architecture,
 * function, workload, payload, and company of the hooks.
 */
bool drivers_counters__fit(const struct run *counted, const struct run *driven);
/*
 * The hooks that both have. A program is not among them, as its drivers are over its twin; the twin
 * is. The arguments must outlive it.
 */
void drivers_counters__make(const struct summary *counted, const struct drivers *drivers,
			    struct drivers_counters *c);
/*
 * Spearman's rank correlation of a driver and what was counted, from -1 to 1, over the hooks whose
 * count is known; *n: their number. NAN with fewer than CORRELATION_LEAST, and if all have the same
 * number. Of ranks, as a few hooks of very different costs would else decide alone (a breakpoint
 * costs ten times what a trampoline does), and as misses need not grow in proportion.
 */
double drivers_counters__correlation(const struct drivers_counters *c, enum driver_id driver,
				     enum counted counted, size_t *n);

#endif
