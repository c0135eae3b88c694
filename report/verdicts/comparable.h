/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the numbers of two runs mean the same. */
#ifndef HOOKBENCH_REPORT_VERDICTS_COMPARABLE_H
#define HOOKBENCH_REPORT_VERDICTS_COMPARABLE_H

#include <stddef.h>

#include "bench/model/run.h"

/* Reasons, one after another. */
struct obstacle {
	char text[512]; /* "" if there is none */
};

void obstacle__add(struct obstacle *obstacle, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What makes two runs of different kernels incomparable: clock, CPU model, workload, ... */
void comparable__check(const struct run *a, const struct run *b, struct obstacle *obstacle);
/* What makes two runs no repetitions of each other: also another kernel or target. */
void comparable__check_repetition(const struct run *a, const struct run *b,
				  struct obstacle *obstacle);

#endif
