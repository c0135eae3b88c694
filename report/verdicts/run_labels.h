/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tells runs apart: the one place that names a run among others. */
#ifndef HOOKBENCH_REPORT_VERDICTS_RUN_LABELS_H
#define HOOKBENCH_REPORT_VERDICTS_RUN_LABELS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"

#define LABEL_SIZE 96 /* of a run, with the NUL */

/*
 * Names each run by its kernel and what it differs in from the others: "7.3.4+deb13, EPYC, no
 * --append". Runs that do not differ have their time, or a number, behind, so that every label is
 * unique. A label has LABEL_SIZE bytes.
 */
void run_labels__label(const struct run *const *runs, size_t n, char *const *labels);
/*
 * Whether the runs were made to differ in something else than the kernel: payload, CPU model,
 * appended arguments, threads, rate. Then there is no verdict on what changed from one to the next.
 * Only of runs in one unit; those that are NULL are left out.
 */
bool run_labels__are_series(const struct run *const *runs, size_t n);

#endif
