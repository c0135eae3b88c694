/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of backends. */
#ifndef HOOKBENCH_BENCH_HOOK_BACKENDS_H
#define HOOKBENCH_BENCH_HOOK_BACKENDS_H

#include "bench/hook/hook.h"

/* Ends with a row whose name is NULL. The first row is the reference for all others. */
extern const struct backend backends[];
/* The backend of that name, or NULL. */
const struct backend *backend__find(const char *name);
/* Writes the backends that support the payload, in words. */
void backends__list_carriers(const struct payload *payload, const struct target *target,
			     const struct workload *workload, char *text, size_t size);

#endif
