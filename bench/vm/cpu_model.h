/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU models that QEMU has, by its own list. */
#ifndef HOOKBENCH_BENCH_VM_CPU_MODEL_H
#define HOOKBENCH_BENCH_VM_CPU_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "bench/base/similar_names.h"

/*
 * Looks for a model in what `qemu-system-x86_64 -cpu help` prints; others that are near go to
 * `near`. *n is how many are listed: 0 if the text is no such list.
 */
bool cpu_model__find(FILE *list, const char *model, size_t *n, struct similar_names *near);
/*
 * Whether QEMU has the model, behind which features may stand ("qemu64,+ibpb"). 0 also if QEMU
 * cannot be asked, since whoever starts it says why. -ENOENT, logged with near names.
 */
int cpu_model__check(const char *model);

#endif
