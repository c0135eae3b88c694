/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes of a user's maps that the object leaves to its own loader. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_SIZES_H
#define HOOKBENCH_BENCH_HOOK_USER_SIZES_H

#include <stdbool.h>

struct bpf_map;

/*
 * Of an object that is not loaded yet: gives the map the sizes without which the kernel refuses it.
 * True if it lacked some.
 */
bool user_sizes__complete(struct bpf_map *map);

#endif
