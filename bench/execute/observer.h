/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HOOKBENCH_BENCH_EXECUTE_OBSERVER_H
#define HOOKBENCH_BENCH_EXECUTE_OBSERVER_H

#include "bench/base/progress.h"

/* Receives progress; see progress.h. */
struct observer {
	progress_fn progress;
	void *context;
};

#endif
