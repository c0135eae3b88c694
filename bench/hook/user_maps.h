/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel made of the maps of a user's object. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_MAPS_H
#define HOOKBENCH_BENCH_HOOK_USER_MAPS_H

#include "bench/model/map_fact.h"

struct bpf_object;

/* Adds the maps of a loaded object. 0 or -ENOMEM, not logged. */
int user_maps__list(const struct bpf_object *object, const char *arm, struct map_facts *facts);

#endif
