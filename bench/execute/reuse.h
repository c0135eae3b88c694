/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the stored run of an earlier, identical measurement. */
#ifndef HOOKBENCH_BENCH_EXECUTE_REUSE_H
#define HOOKBENCH_BENCH_EXECUTE_REUSE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/model/plan.h"
#include "bench/model/run.h"

/* Whether a run is of this plan, in this VM. */
bool reuse__is_same(const struct run *run, const struct plan *plan, json_t *vm);

/*
 * Looks in the folders in `parent` for the newest run of this plan in this VM (see vm__describe),
 * which identifies image, QEMU, CPU model and hookbench. If there is one: true, with its folder in
 * `path` and the run in `run`, for the caller to free. Unreadable runs are skipped silently.
 */
bool reuse__find(const char *parent, const struct plan *plan, json_t *vm, char *path, size_t size,
		 struct run *run);

#endif
