/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The BPF objects of a plan's programs and their twins, which go to the kernel that is measured. */
#ifndef HOOKBENCH_BENCH_MODEL_ARM_OBJECTS_H
#define HOOKBENCH_BENCH_MODEL_ARM_OBJECTS_H

#include <jansson.h>
#include <stddef.h>

#include "bench/model/plan.h"

#define ARM_OBJECT_MAX_SIZE (16 << 20) /* bytes */

struct arm_object {
	char arm[NAME_SIZE];
	void *bytes; /* ELF */
	size_t size;
};

/* { 0 }: none. Free it always. */
struct arm_objects {
	size_t n;
	struct arm_object v[2 * PLAN_MAX_PROGRAMS];
};

/* Takes ownership of `bytes`, whatever is returned. 0; -E2BIG if there are too many. */
int arm_objects__add(struct arm_objects *objects, const char *arm, void *bytes, size_t size);
/* NULL if there is none. */
const struct arm_object *arm_objects__find(const struct arm_objects *objects, const char *arm);
void arm_objects__free(struct arm_objects *objects);

/* As an object, arm -> bytes as in packed.h. NULL, logged, when out of memory. */
json_t *arm_objects__to_json(const struct arm_objects *objects);
/*
 * Reads the objects of the plan's programs and twins, each of which must be there. NULL: a plan
 * without programs. 0, or -errno, logged, with nothing to free.
 */
int arm_objects__from_json(const json_t *json, const struct plan *plan,
			   struct arm_objects *objects);

#endif
