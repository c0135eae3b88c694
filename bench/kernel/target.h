/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resolves the kernel function to hook on this kernel. */
#ifndef HOOKBENCH_BENCH_KERNEL_TARGET_H
#define HOOKBENCH_BENCH_KERNEL_TARGET_H

#include <stdbool.h>

#include "bench/base/similar_names.h"
#include "bench/model/target.h"
#include "bench/model/target_candidate.h"

/*
 * Resolves the first of `candidates` that this kernel has. 0; -ENOENT, logged, if it has none;
 * another -errno, logged, if neither BTF nor kallsyms can be read.
 */
int target__resolve(const struct target_candidate *candidates, struct target *target);
/*
 * Resolves the function of this name. 0; -EINVAL, logged with similar names, if this kernel has no
 * such function, several, or one that cannot be hooked. The parameters of a function that BTF lacks
 * are unknown, but kprobes can hook it.
 */
int target__resolve_named(const char *name, struct target *target);
/*
 * Resolves the function of this name or, with "", the first of the candidates. If the kernel has
 * none of these, the symbol is "", and hooks that need no function still work. 0; -EINVAL, logged,
 * for a named function that cannot be hooked.
 */
int target__choose(const char *name, const struct target_candidate *candidates,
		   struct target *target);

/* Why a hook may not be attached to a function. */
struct target_obstacle {
	char reason[256]; /* "": none is known */
	struct similar_names near;
	char module[64]; /* that it is in; "": the kernel proper */
	bool is_in_btf;	 /* the kernel's own */
};

void target__find_obstacle(const char *name, struct target_obstacle *obstacle);

#endif
