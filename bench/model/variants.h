/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options that take several values. Each combination of values is measured in a separate run. The
 * first axis of the table varies slowest.
 */
#ifndef HOOKBENCH_BENCH_MODEL_VARIANTS_H
#define HOOKBENCH_BENCH_MODEL_VARIANTS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/plan.h"

#define VARIANTS_MAX_VALUES 32
#define VARIANTS_MAX_RUNS   64
/* Size of a combination's folder name and label, with the NUL. */
#define VARIANTS_NAME_SIZE 256
#define AXIS_LABEL_SIZE	   PLAN_ELSEWHERE_SIZE

enum axis_id {
	AXIS_ARCH,
	AXIS_WORKLOAD,
	AXIS_PAYLOAD,
	AXIS_CPU_MODEL,
	AXIS_APPEND,
	AXIS_BESIDE,
	AXIS_ELSEWHERE,
	AXIS_COPIES,
	AXIS_PID_FILTER,
	AXIS_THREADS,
	AXES
};

/* As on the command line; the values point into argv. */
struct variants {
	struct {
		size_t n; /* 0: the option was not given */
		const char *values[VARIANTS_MAX_VALUES];
	} of[AXES];
};

/* The option without its dashes, which is also the axis's name in tables and folders. */
const char *axis__name(enum axis_id axis);
/* "--arch, --workload, ... and --threads": all of them. */
#define AXES_NAMES_SIZE 160
void axes__list(char names[AXES_NAMES_SIZE]);
/*
 * Adds a value of an option. 0; or, logged, -EINVAL if the value is already present, however it is
 * written, -E2BIG if there are too many.
 */
int variants__add(struct variants *axes, enum axis_id axis, const char *value);

/* The number of combinations, at least 1. */
size_t variants__count(const struct variants *axes);
/* Whether it has several values. */
bool variants__varies(const struct variants *axes, enum axis_id axis);
/* The value of an axis in a combination (from 0); NULL if the option was not given. */
const char *variants__value(const struct variants *axes, size_t combination, enum axis_id axis);
/*
 * "cpu-model-EPYC,append-none": the axes that vary, as a folder name that is unique to the
 * combination. `name` has VARIANTS_NAME_SIZE bytes; "" if nothing varies.
 */
void variants__folder(const struct variants *axes, size_t combination, char *name);
/* "EPYC, mitigations=off": the same for display. */
void variants__label(const struct variants *axes, size_t combination, char *label);
/*
 * A value for display: "10k" elsewhere is "kprobe.multi:10000"; "(none)" if it is empty or not
 * given. It is the value, or in the buffer.
 */
const char *axis__label(enum axis_id axis, const char *value, char buffer[AXIS_LABEL_SIZE]);

/* Checks that no axis varies, so that there is one run. 0, or -EINVAL, logged with the option. */
int variants__require_one(const struct variants *axes);

#endif
