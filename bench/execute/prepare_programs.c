// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/prepare_programs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/objects/program_object.h"
#include "bench/vm/boot_kernel.h"

static int add_backend(struct plan *plan, const char name[NAME_SIZE])
{
	if (plan->n_backends == PLAN_MAX_BACKENDS)
		return log__fail(-E2BIG, "at most %d backends and programs are measured in a run",
				 PLAN_MAX_BACKENDS);
	memcpy(plan->backends[plan->n_backends++], name, NAME_SIZE);
	return 0;
}

/* Takes ownership of the object's bytes, whatever is returned. */
static int add_arm(struct plan *plan, const char arm[NAME_SIZE],
		   const struct program_object *object, struct arm_objects *objects)
{
	int err = arm_objects__add(objects, arm, object->bytes, object->size);

	return err ? err : add_backend(plan, arm);
}

static int prepare(const struct program_file *file, const struct compile_options *options,
		   struct plan *plan, struct arm_objects *objects)
{
	struct plan_program *p = &plan->programs[plan->n_programs];
	struct program_object object, twin;
	int err = program_object__load(file->path, options, &object);

	if (err)
		return err;
	*p = (struct plan_program){ 0 };
	snprintf(p->arm, sizeof(p->arm), "%s", file->arm);
	snprintf(p->twin, sizeof(p->twin), "%.*s" PROGRAM_TWIN_SUFFIX, PROGRAM_NAME_MOST,
		 file->arm);
	snprintf(p->source, sizeof(p->source), "%s", object.source);
	snprintf(p->compiler, sizeof(p->compiler), "%s", object.compiler);
	snprintf(p->checksum, sizeof(p->checksum), "%s", object.checksum);
	plan->n_programs++;
	err = program_object__make_twin(&object, &twin);
	if (err) {
		program_object__free(&object);
		return err;
	}
	err = add_arm(plan, p->arm, &object, objects);
	if (err)
		program_object__free(&twin);
	return err ? err : add_arm(plan, p->twin, &twin, objects);
}

int prepare_programs(const struct program_files *files, const char *image, struct plan *plan,
		     struct arm_objects *objects)
{
	struct compile_options options = { .image = image, .cflags = files ? files->cflags : NULL };
	int err = files && files->n && image ? boot_kernel__arch(image, &options.arch) : 0;

	*objects = (struct arm_objects){ 0 };
	for (size_t i = 0; files && i < files->n && !err; i++)
		err = prepare(&files->v[i], &options, plan, objects);
	if (err)
		arm_objects__free(objects);
	return err;
}
