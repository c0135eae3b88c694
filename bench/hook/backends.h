/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of backends. */
#ifndef HOOKBENCH_BENCH_HOOK_BACKENDS_H
#define HOOKBENCH_BENCH_HOOK_BACKENDS_H

#include "bench/hook/hook.h"

/* Ends with a row whose name is NULL; the first is what the others are compared with. */
extern const struct backend backends[];
/* NULL if there is none of that name. */
const struct backend *backend__find(const char *name);
/* Which backends can, in words. */
void backends__list_carriers(const struct payload *payload, const struct target *target,
			     const struct workload *workload, char *text, size_t size);

#endif
