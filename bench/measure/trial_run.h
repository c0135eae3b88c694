/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a trial: load, attach, settle, warm up, measure, detach. */
#ifndef HOOKBENCH_BENCH_MEASURE_TRIAL_RUN_H
#define HOOKBENCH_BENCH_MEASURE_TRIAL_RUN_H

#include <stdint.h>

#include "bench/base/progress.h"
#include "bench/hook/watched_hook.h"
#include "bench/measure/bench.h"
#include "bench/model/trial.h"

/*
 * Runs one trial; on return, nothing is loaded or attached. The program is loaded anew each time:
 * before Linux 5.13 (kernel commit f3a95075549e), a trampoline's program attaches only once.
 * `warmup` cycles come before the timed ones. Hits of programs that do not count them are proven by
 * the kernel's run count, in the warm-up; those of a user's program not again, if its operations
 * take exactly as many instructions as when they were proven. `progress` identifies the trial. 0;
 * -EINTR if stopped; another -errno, logged unless trial->attached is false: then
 * hook__last_message has the reason.
 */
int trial__run(const struct bench *bench, const struct backend *backend,
	       const struct workload *workload, uint64_t warmup, uint64_t cycles,
	       struct progress progress, struct trial *trial);
/* The hook's counts since `before`. */
void trial__take_counts(struct trial *trial, struct watched_hook *hook,
			const struct hook_counts *before);

#endif
