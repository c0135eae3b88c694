/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel function that may be a workload's target, as named by the workload's row. */
#ifndef HOOKBENCH_BENCH_MODEL_TARGET_CANDIDATE_H
#define HOOKBENCH_BENCH_MODEL_TARGET_CANDIDATE_H

#include <stdbool.h>

struct target_candidate {
	const char *symbol; /* NULL: the end of a list */
	/* Its caller owns the file name, which can still be read when the function returns. */
	bool keeps_name;
};

#endif
