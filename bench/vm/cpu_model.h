/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU models that QEMU lists. */
#ifndef HOOKBENCH_BENCH_VM_CPU_MODEL_H
#define HOOKBENCH_BENCH_VM_CPU_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "bench/base/similar_names.h"
#include "bench/vm/guest_arch.h"

/*
 * Looks for a model in the output of QEMU's `-cpu help`, and adds similar names to
 * `near`. *n is the number of models listed: 0 if the text is not such a list.
 */
bool cpu_model__find(FILE *list, const char *model, size_t *n, struct similar_names *near);
/*
 * Checks that the QEMU for that architecture has the model, which features may follow
 * ("qemu64,+ibpb"). 0 also if QEMU cannot be run, since the caller that starts it reports why.
 * -ENOENT, logged with similar names.
 */
int cpu_model__check(const struct guest_arch *arch, const char *model);

#endif
