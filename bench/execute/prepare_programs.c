// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/prepare_programs.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/text.h"
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

static void name_program(const char *arm, struct plan_program *p)
{
	*p = (struct plan_program){ 0 };
	snprintf(p->arm, sizeof(p->arm), "%s", arm);
	snprintf(p->twin, sizeof(p->twin), "%.*s" PROGRAM_TWIN_SUFFIX, PROGRAM_NAME_MOST, arm);
}

static int prepare(const struct program_file *file, const struct compile_options *options,
		   struct plan *plan, struct arm_objects *objects)
{
	struct plan_program *p = &plan->programs[plan->n_programs];
	struct program_object object, twin;
	int err = program_object__load(file->path, options, &object);

	if (err)
		return err;
	name_program(file->arm, p);
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

/* Whether it was refused by clang, and is listed now. */
static bool refused__take(struct refused_sources *refused, const struct program_file *file,
			  const char *reason)
{
	struct plan_program *p;

	if (!refused || !reason[0])
		return false;
	p = &refused->v[refused->n].program;
	name_program(file->arm, p);
	snprintf(p->source, sizeof(p->source), "%s", text__base_name(file->path));
	memcpy(refused->v[refused->n++].reason, reason, COMPILE_REFUSAL_SIZE);
	return true;
}

/* The programs are all that the plan has but `none`. */
static int check_rest(const struct program_files *files, const struct plan *plan,
		      const struct refused_sources *refused)
{
	if (!refused || !refused->n || plan->n_backends > 1)
		return 0;
	return log__fail(-EINVAL, "cannot compile %s: %s", files->v[0].path, refused->v[0].reason);
}

int prepare_programs(const struct program_files *files, const char *image, struct plan *plan,
		     struct arm_objects *objects, struct refused_sources *refused)
{
	char reason[COMPILE_REFUSAL_SIZE];
	struct compile_options options = { .image = image,
					   .cflags = files ? files->cflags : NULL,
					   .refusal = refused ? reason : NULL };
	int err = files && files->n && image ? boot_kernel__arch(image, &options.arch) : 0;

	*objects = (struct arm_objects){ 0 };
	for (size_t i = 0; files && i < files->n && !err; i++) {
		reason[0] = '\0';
		err = prepare(&files->v[i], &options, plan, objects);
		if (err && refused__take(refused, &files->v[i], reason))
			err = 0;
	}
	if (!err && files)
		err = check_rest(files, plan, refused);
	if (err)
		arm_objects__free(objects);
	return err;
}

int refused_sources__add_to_plan(const struct refused_sources *refused, struct plan *plan)
{
	int err = 0;

	for (size_t i = 0; i < refused->n && !err; i++) {
		const struct plan_program *p = &refused->v[i].program;

		plan->programs[plan->n_programs++] = *p;
		err = add_backend(plan, p->arm);
		if (!err)
			err = add_backend(plan, p->twin);
	}
	return err;
}

static void add_capability(const char *arm, const char *reason, struct run *run)
{
	struct capability *c = &run->capabilities[run->n_capabilities++];

	*c = (struct capability){ .command_hits = COUNT_UNKNOWN };
	snprintf(c->backend, sizeof(c->backend), "%s", arm);
	snprintf(c->reason, sizeof(c->reason), "does not compile for it: %s", reason);
}

int refused_sources__add_to(const struct refused_sources *refused, struct run *run)
{
	int err = refused_sources__add_to_plan(refused, &run->plan);

	for (size_t i = 0; i < refused->n && !err; i++) {
		add_capability(refused->v[i].program.arm, refused->v[i].reason, run);
		add_capability(refused->v[i].program.twin, refused->v[i].reason, run);
	}
	return err;
}
