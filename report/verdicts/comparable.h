/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether two runs can be compared. */
#ifndef HOOKBENCH_REPORT_VERDICTS_COMPARABLE_H
#define HOOKBENCH_REPORT_VERDICTS_COMPARABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"

/* A list of reasons. */
struct obstacle {
	char text[512]; /* "" if there is none */
};

void obstacle__add(struct obstacle *obstacle, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds what makes runs on two kernels incomparable: clock, CPU model, workload, ... */
void comparable__check(const struct run *a, const struct run *b, struct obstacle *obstacle);
/* Adds what makes two runs no repetitions of each other: also a different kernel or target. */
void comparable__check_repetition(const struct run *a, const struct run *b,
				  struct obstacle *obstacle);
/*
 * Whether they differ in nothing that the cost of a hook depends on, except perhaps the payload.
 * Their backends may differ.
 */
bool comparable__differ_in_payload_only(const struct run *a, const struct run *b);

#endif
