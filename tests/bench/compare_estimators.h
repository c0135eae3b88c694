/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Estimators and peers on the same recordings, as tables, and as data for a plot. */
#ifndef HOOKBENCH_TESTS_BENCH_COMPARE_ESTIMATORS_H
#define HOOKBENCH_TESTS_BENCH_COMPARE_ESTIMATORS_H

#include "tests/bench/recording.h"

/*
 * Prints a table for each length of trials on stdout. `data`: NULL, or the name of a file that gets
 * the power of each estimator over delays, of the first length, for docs/nanoseconds.gnuplot. 0 or
 * -errno, logged.
 */
int compare_estimators__print(const struct recording *recording, const char *data);

#endif
