/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The maps of a user's object. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_MAPS_H
#define HOOKBENCH_BENCH_HOOK_USER_MAPS_H

#include "bench/model/map_fact.h"

struct bpf_object;

/*
 * Of an object that is not loaded yet: so that the kernel takes its maps, and none outlives this
 * process. A map that lacks a size gets one, with a warning unless `told` has a map of that name.
 * NULL: without warnings.
 */
void user_maps__prepare(const struct bpf_object *object, const char *arm,
			const struct map_facts *told);
/* What the kernel made of them. Adds the maps of a loaded object. 0 or -ENOMEM, not logged. */
int user_maps__list(const struct bpf_object *object, const char *arm, struct map_facts *facts);

#endif
