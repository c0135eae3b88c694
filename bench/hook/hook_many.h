/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hook on many functions instead of its target: of backends that have one link for all. */
#ifndef HOOKBENCH_BENCH_HOOK_HOOK_MANY_H
#define HOOKBENCH_BENCH_HOOK_HOOK_MANY_H

#include "bench/hook/hook.h"

/*
 * The functions of this kernel that such a hook can be on, in the order of their names, without
 * `but`. backend: NULL: any that ftrace can be on. Free them by function_list__free. 0 or -errno,
 * not logged.
 */
int hook_many__list(const struct backend *backend, const char *but, char ***functions, size_t *n);
/*
 * Attaches a hook that was opened, as hook__attach does, but to these functions, whose names are in
 * order. hook__detach follows.
 */
int hook_many__attach(struct hook *hook, const char *const *functions, size_t n);

#endif
