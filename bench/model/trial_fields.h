/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields of a stored trial: see results/README.md. */
#ifndef HOOKBENCH_BENCH_MODEL_TRIAL_FIELDS_H
#define HOOKBENCH_BENCH_MODEL_TRIAL_FIELDS_H

#include "bench/model/fields.h"

extern const struct field figures_fields[];	/* struct figures */
extern const struct field histogram_fields[];	/* struct histogram_cells */
extern const struct field disturbance_fields[]; /* struct disturbance */
extern const struct field counters_fields[];	/* struct counters */
extern const struct field trial_fields[];	/* struct trial */
/* Fields of struct plan that a stored trial repeats. They are written but not read. */
extern const struct field trial_plan_fields[];

#endif
