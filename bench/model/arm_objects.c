// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/arm_objects.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/packed.h"

int arm_objects__add(struct arm_objects *objects, const char *arm, void *bytes, size_t size)
{
	struct arm_object *object = &objects->v[objects->n];

	if (objects->n == sizeof(objects->v) / sizeof(*objects->v)) {
		free(bytes);
		return -E2BIG;
	}
	snprintf(object->arm, sizeof(object->arm), "%s", arm);
	object->bytes = bytes;
	object->size = size;
	objects->n++;
	return 0;
}

const struct arm_object *arm_objects__find(const struct arm_objects *objects, const char *arm)
{
	for (size_t i = 0; i < objects->n; i++)
		if (!strcmp(objects->v[i].arm, arm))
			return &objects->v[i];
	return NULL;
}

void arm_objects__free(struct arm_objects *objects)
{
	for (size_t i = 0; i < objects->n; i++)
		free(objects->v[i].bytes);
	objects->n = 0;
}

json_t *arm_objects__to_json(const struct arm_objects *objects)
{
	json_t *json = json_object();

	for (size_t i = 0; json && i < objects->n; i++) {
		const struct arm_object *object = &objects->v[i];

		if (!json_object_set_new(json, object->arm,
					 packed__write(object->bytes, object->size)))
			continue;
		json_decref(json);
		json = NULL;
	}
	return json;
}

static int read_object(const json_t *json, const char *arm, struct arm_objects *objects)
{
	const json_t *packed = json_object_get(json, arm);
	void *bytes;
	size_t size;
	int err = packed__read(packed, ARM_OBJECT_MAX_SIZE, &bytes, &size);

	if (err == -EINVAL)
		log__error("the object of the program \"%s\" %s", arm,
			   packed ? "cannot be unpacked" : "is missing");
	return err ? err : arm_objects__add(objects, arm, bytes, size);
}

int arm_objects__from_json(const json_t *json, const struct plan *plan, struct arm_objects *objects)
{
	int err = 0;

	*objects = (struct arm_objects){ 0 };
	for (size_t i = 0; i < plan->n_programs && !err; i++) {
		const struct plan_program *p = &plan->programs[i];

		err = read_object(json, p->arm, objects);
		if (!err && p->twin[0])
			err = read_object(json, p->twin, objects);
	}
	if (err)
		arm_objects__free(objects);
	return err;
}
