/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HOOKBENCH_BENCH_MEASURE_UPROBE_MAPPING_H
#define HOOKBENCH_BENCH_MEASURE_UPROBE_MAPPING_H

#include "bench/measure/bench.h"
#include "bench/model/run.h"

/*
 * The first call whose return is probed adds a mapping to this process, for all its life. What a
 * uprobe costs depends on how many there are: so one is made before the first trial of hooks in
 * user space in exact mode. 0 or -errno, logged.
 */
int uprobe_mapping__add(const struct bench *bench, const struct run *run);

#endif
