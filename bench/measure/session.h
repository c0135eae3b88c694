/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carries out a plan on the running kernel: probes each backend, then measures round by round. */
#ifndef HOOKBENCH_BENCH_MEASURE_SESSION_H
#define HOOKBENCH_BENCH_MEASURE_SESSION_H

#include <jansson.h>
#include <stdint.h>

#include "bench/measure/run_context.h"
#include "bench/model/plan.h"
#include "bench/model/run.h"

/*
 * Tries each backend of the plan on the running kernel. Fills capabilities and target. 0 or
 * -errno, logged; a backend that cannot attach is not an error.
 */
int run__probe(const struct plan *plan, const struct run_context *context, struct run *run);
/*
 * Measures the plan on the running kernel. 0; -ENOTSUP if the plan names hooks and none of them
 * attaches here (capabilities say why); -EINTR if stopped; another -errno, logged. Free `run` in
 * every case.
 */
int run__measure(const struct plan *plan, const struct run_context *context, struct run *run);
/* Whether this plan's threads find a CPU each on the running kernel. 0, or -EINVAL, logged. */
int run__check_cpus(const struct plan *plan);
/* BPF objects of the plan's backends: a JSON object, backend -> checksum. */
json_t *run__checksum_programs(const struct plan *plan);
/* Of this process, in KiB, at its highest. */
uint64_t run__max_rss_kib(void);

#endif
