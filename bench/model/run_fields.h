/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fields of a stored run, except those of its trials: see results/README.md. */
#ifndef HOOKBENCH_BENCH_MODEL_RUN_FIELDS_H
#define HOOKBENCH_BENCH_MODEL_RUN_FIELDS_H

#include "bench/model/fields.h"

#define RUN_SCHEMA "hookbench/1"

extern const struct field plan_fields[];	 /* struct plan */
extern const struct field plan_program_fields[]; /* struct plan_program */
extern const struct field capability_fields[];	 /* struct capability */
extern const struct field target_fields[];	 /* struct target */
extern const struct field clock_fields[];	 /* struct run: its clock */
extern const struct field tool_fields[];	 /* struct run: the tool */
extern const struct field run_fields[];		 /* struct run */

#endif
