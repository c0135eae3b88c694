/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options that may be given several values. What is measured then is their product: a run for each
 * combination. The first axis of the table changes slowest.
 */
#ifndef HOOKBENCH_BENCH_MODEL_VARIANTS_H
#define HOOKBENCH_BENCH_MODEL_VARIANTS_H

#include <stdbool.h>
#include <stddef.h>

#define VARIANTS_MAX_VALUES 16
#define VARIANTS_MAX_RUNS   64
/* Of a combination's folder, and of its name in messages, with the NUL. */
#define VARIANTS_NAME_SIZE 256

enum axis_id { AXIS_PAYLOAD, AXIS_CPU_MODEL, AXIS_APPEND, AXIS_THREADS, AXES };

/* As on the command line, whose words they point into. */
struct variants {
	struct {
		size_t n; /* 0: the option was not given */
		const char *values[VARIANTS_MAX_VALUES];
	} of[AXES];
};

/* The option without its dashes, which is also the axis's name in tables and folders. */
const char *axis__name(enum axis_id axis);
/*
 * One more value of an option. It must not be there already, and there must be room. 0, or -EINVAL
 * or -E2BIG, logged.
 */
int variants__add(struct variants *axes, enum axis_id axis, const char *value);

/* Combinations, at least 1. */
size_t variants__count(const struct variants *axes);
/* Whether it has several values. */
bool variants__varies(const struct variants *axes, enum axis_id axis);
/* The axis of this combination, from 0; NULL if the option was not given. */
const char *variants__value(const struct variants *axes, size_t combination, enum axis_id axis);
/*
 * "cpu-model-EPYC,append-none": the axes that vary, as a name for a folder that no other
 * combination has. VARIANTS_NAME_SIZE bytes; "" if nothing varies.
 */
void variants__folder(const struct variants *axes, size_t combination, char *name);
/* "EPYC, mitigations=off": the same for people. */
void variants__label(const struct variants *axes, size_t combination, char *label);
/* A value as people read it, also the empty one. */
const char *axis__tell(const char *value);

/* Whether no axis varies and there is one run. -EINVAL, logged with the option at fault. */
int variants__require_one(const struct variants *axes);

#endif
