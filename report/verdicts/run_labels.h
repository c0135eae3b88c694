/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Labels that distinguish runs: the one place that names a run among others. */
#ifndef HOOKBENCH_REPORT_VERDICTS_RUN_LABELS_H
#define HOOKBENCH_REPORT_VERDICTS_RUN_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"

#define LABEL_SIZE 96 /* including the NUL */

/*
 * Labels each run by its kernel and its differences from the others: "7.3.4+deb13, EPYC, no
 * --append". If runs do not differ, their time or a number is appended, so that every label is
 * unique. A label has LABEL_SIZE bytes.
 */
void run_labels__label(const struct run *const *runs, size_t n, char *const *labels);
/*
 * Whether the runs differ on purpose in something other than the kernel: payload, CPU model,
 * appended arguments, threads, rate. Then there is no verdict on the change from one to the next.
 * The runs must have the same unit; NULL runs are ignored.
 */
bool run_labels__are_series(const struct run *const *runs, size_t n);

#endif
