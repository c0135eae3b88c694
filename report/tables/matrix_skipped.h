/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of several kernels, which of them have no figure of a backend, and why. */
#ifndef HOOKBENCH_REPORT_TABLES_MATRIX_SKIPPED_H
#define HOOKBENCH_REPORT_TABLES_MATRIX_SKIPPED_H

#include <stdio.h>

#include "bench/base/encode.h"
#include "report/verdicts/matrix.h"

/* Why a kernel has none of the backend; NULL if it has one, or was not measured at all. */
const char *matrix_skipped__reason(const struct matrix_row *row, const char *backend);
/* Prints each reason once, with its kernels, and then an empty line; nothing without a reason. */
void matrix_skipped__print(const struct matrix *m, enum destination to, FILE *file);

#endif
