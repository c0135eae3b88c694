/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the parts of a stored run contradict each other: its file may have been edited. */
#ifndef HOOKBENCH_BENCH_MODEL_RUN_CHECK_H
#define HOOKBENCH_BENCH_MODEL_RUN_CHECK_H

#include <stddef.h>

#include "bench/model/run.h"

/*
 * Writes to `text` the first contradiction, such as a trial of a backend that was not measured, or
 * a figure that its histogram does not have; "" if there is none. 0 or -ENOMEM, logged.
 */
int run_check__find(const struct run *run, char *text, size_t size);

#endif
