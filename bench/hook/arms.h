/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arms: what a plan's backends may name. These are the rows of the table of backends, and users'
 * objects as backends made at run time.
 */
#ifndef HOOKBENCH_BENCH_HOOK_ARMS_H
#define HOOKBENCH_BENCH_HOOK_ARMS_H

#include "bench/hook/backend.h"
#include "bench/hook/user_object.h"

#define ARMS_MAX 32 /* of users, twins included */

/* The users' arms. Initialise with { 0 }; must not move once it has one. */
struct arms {
	size_t n;
	struct user_object objects[ARMS_MAX];
	struct backend backends[ARMS_MAX];
};

/*
 * Adds an arm; bytes and settings stay the caller's, and must stay valid. 0; -E2BIG if there are
 * too many; -EEXIST if the name is taken.
 */
int arms__add(struct arms *arms, const char *name, const void *bytes, size_t size,
	      const struct plan_settings *settings);
/* The row or the arm of that name, or NULL. arms: NULL: only the table. */
const struct backend *arms__find(const struct arms *arms, const char *name);

#endif
