/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of a hook's life that is special to a user's object. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_HOOK_H
#define HOOKBENCH_BENCH_HOOK_USER_HOOK_H

#include <stddef.h>

#include "bench/hook/backend.h"

/*
 * The first hook of an arm attaches what can be attached, and leaves the rest out of the hook's
 * parts; later ones attach the same, or fail.
 */
extern const struct hook_life user_hook_life;

/*
 * Of a hook that was only loaded: takes back in the facts what is known not to be attachable, as
 * the function of a kprobe is looked up only when it is attached.
 */
void user_hook__check_targets(const struct hook *hook);

/* The file in which part `i` of an open hook is; NULL if it hooks the kernel, or is no user's. */
const char *user_hook__file(const struct hook *hook, size_t i);

#endif
