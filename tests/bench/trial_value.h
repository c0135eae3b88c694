/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one figure could stand for the operations of a trial. */
#ifndef HOOKBENCH_TESTS_BENCH_TRIAL_VALUE_H
#define HOOKBENCH_TESTS_BENCH_TRIAL_VALUE_H

#include "tests/bench/recording.h"

/*
 * Each of them, in steps of the clock, grows by what is added to every operation. A step stands for
 * all lengths within half a step of it: where a clock read falls within a step is chance, so that
 * as many operations are read longer as shorter.
 */
typedef double (*trial_figure)(const struct recorded_trial *trial);

/* The value that so much of all operations (0 to 1) do not exceed. */
double trial_value__quantile(const struct recorded_trial *trial, double share);
/* The mean of so much of all operations, the fastest ones. */
double trial_value__fastest(const struct recorded_trial *trial, double share);

/* As a run had it: a value that was read, of whole steps. */
double trial_value__median_read(const struct recorded_trial *trial);
double trial_value__median(const struct recorded_trial *trial);
double trial_value__mean(const struct recorded_trial *trial);
double trial_value__p10(const struct recorded_trial *trial);
double trial_value__p25(const struct recorded_trial *trial);
double trial_value__fastest_tenth(const struct recorded_trial *trial);
double trial_value__fastest_quarter(const struct recorded_trial *trial);
double trial_value__fastest_half(const struct recorded_trial *trial);
double trial_value__fastest_nine_tenths(const struct recorded_trial *trial);
/*
 * Half of all operations, those that lie closest together, and of these again half, and so on (D.
 * R. Bickel, R. Frühwirth: On a fast, robust estimator of the mode, 2006).
 */
double trial_value__half_sample_mode(const struct recorded_trial *trial);
/* The mean of the lower one of two normal distributions that fit together. */
double trial_value__lower_hump(const struct recorded_trial *trial);

#endif
