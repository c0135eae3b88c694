/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shares of cases: with their intervals, and what they should be. */
#ifndef HOOKBENCH_TESTS_BENCH_SHARE_H
#define HOOKBENCH_TESTS_BENCH_SHARE_H

#include <stdbool.h>

#include "report/figures/estimate.h"

#define SHARE_ALARMS_WANTED   "at most 5 %, the interval at most 8 %"
#define SHARE_COVERAGE_WANTED "93 % to 97 %"
#define SHARE_STEP_WANTED     "at least 93 %: the clock's step limits it"

/* Of k of n cases that are independent, 95 % (Clopper and Pearson's). */
struct interval share__interval(unsigned int k, unsigned int n);

/* Whether a share of false alarms, whose interval that is, is as SHARE_ALARMS_WANTED says. */
bool share__is_of_alarms(struct interval share);
/*
 * The same of intervals that hold the truth. Too many are as wrong as too few, as these are wider
 * than they need to be. But where the step of the clock limits them, they are as narrow as can be
 * said, and may hold it always.
 */
bool share__is_coverage(struct interval share, bool is_limited_by_step);

#endif
