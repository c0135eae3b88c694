/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What changed from one kernel to the next, in a line each; and as the last line the verdict: the
 * worst of these changes, in a sentence.
 */
#ifndef HOOKBENCH_REPORT_TABLES_MATRIX_CHANGES_H
#define HOOKBENCH_REPORT_TABLES_MATRIX_CHANGES_H

#include <stdio.h>

#include "bench/base/encode.h"
#include "report/verdicts/matrix.h"

/* Nothing if nothing was compared. */
void matrix_changes__print(const struct matrix *matrix, enum destination to, FILE *file);

#endif
