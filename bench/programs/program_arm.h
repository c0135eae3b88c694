/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A user's program as the backend of a command that hooks with one: trace, attach. It goes to a
 * guest in the fields "objects" and "settings" of the request.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_PROGRAM_ARM_H
#define HOOKBENCH_BENCH_PROGRAMS_PROGRAM_ARM_H

#include <jansson.h>

#include "bench/hook/arms.h"
#include "bench/model/arm_objects.h"
#include "bench/model/plan.h"

/* Initialise with { 0 }; must not move once it is open. */
struct program_arm {
	struct arm_objects objects; /* one, or none */
	struct plan_settings settings;
	struct arms arms;
};

/*
 * Takes ownership of `bytes`, whatever is returned. 0 with the backend; or -errno, logged, with
 * nothing to close.
 */
int program_arm__open(struct program_arm *p, const char *name, void *bytes, size_t size,
		      const struct plan_settings *settings, const struct backend **backend);
/* Also of one that was never opened. */
void program_arm__close(struct program_arm *p);

/* Adds "backend", and of a user's program "objects" and "settings". */
void program_arm__add_to(json_t *request, const struct backend *backend);
/*
 * The other direction. A request without objects names a row of the table, and there is nothing
 * to close. 0; -EINVAL if there is no such row; another -errno, logged; with nothing to close.
 */
int program_arm__read(const json_t *request, struct program_arm *p, const struct backend **backend);

#endif
