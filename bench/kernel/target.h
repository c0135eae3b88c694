/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the kernel function that is hooked, as it is on this kernel. */
#ifndef HOOKBENCH_BENCH_KERNEL_TARGET_H
#define HOOKBENCH_BENCH_KERNEL_TARGET_H

#include <stdbool.h>

#include "bench/model/target.h"
#include "bench/model/target_candidate.h"

/*
 * The first of `candidates` that this kernel has. 0; -ENOENT, logged, if it has
 * none of them; another -errno, logged, if neither BTF nor kallsyms can be read.
 */
int target__resolve(const struct target_candidate *candidates, struct target *target);
/*
 * This function. 0; -EINVAL, logged with what is named nearly so, if this kernel has none of that
 * name, several, or one that nothing can hook. What BTF does not know leaves the target's
 * parameters unknown: kprobes can hook it.
 */
int target__resolve_named(const char *name, struct target *target);
/*
 * The function that was named, or, with "", the first of the candidates; its symbol is "" if the
 * kernel has none of these, with which hooks that need no function still work. 0; -EINVAL, logged,
 * for a function that was named and cannot be hooked.
 */
int target__choose(const char *name, const struct target_candidate *candidates,
		   struct target *target);

#endif
