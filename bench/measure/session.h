/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measures a plan on the running kernel: probes each backend, then measures round by round. */
#ifndef HOOKBENCH_BENCH_MEASURE_SESSION_H
#define HOOKBENCH_BENCH_MEASURE_SESSION_H

#include <jansson.h>
#include <stdint.h>

#include "bench/measure/run_context.h"
#include "bench/model/plan.h"
#include "bench/model/run.h"

/*
 * Probes each backend of the plan on the running kernel. Sets capabilities and target. 0 or -errno,
 * logged; a backend that cannot attach is not an error.
 */
int run__probe(const struct plan *plan, const struct run_context *context, struct run *run);
/*
 * Loads the plan's programs on the running kernel, without attaching them. Sets the facts, and for
 * each program a capability: whether the object loads. 0 or -errno, logged.
 */
int run__inspect(const struct plan *plan, const struct run_context *context, struct run *run);
/*
 * Measures the plan on the running kernel. 0; -ENOTSUP if the plan names hooks but none of them
 * attaches here (see the capabilities); -EINTR if stopped; another -errno, logged. Free `run` in
 * all cases.
 */
int run__measure(const struct plan *plan, const struct run_context *context, struct run *run);
/*
 * Checks that there is a CPU for each thread of the plan on the running kernel. 0, or -EINVAL,
 * logged.
 */
int run__check_cpus(const struct plan *plan);
/* Checksums of the BPF objects of the plan's backends: a JSON object, backend -> checksum. */
json_t *run__checksum_programs(const struct plan *plan);
/* Peak resident memory of this process, in KiB. */
uint64_t run__max_rss_kib(void);

#endif
