/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries of the running kernel's BTF. */
#ifndef HOOKBENCH_BENCH_KERNEL_KERNEL_TYPE_H
#define HOOKBENCH_BENCH_KERNEL_KERNEL_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/similar_names.h"

/* Also false without BTF. */
bool kernel_type__has_enumerator(const char *type, const char *enumerator);
bool kernel_type__has_function(const char *name);
/* The ID of a function in the kernel's BTF; or -errno. */
int kernel_type__function(const char *name);
/*
 * The same of `n` functions, whose names are in order: 0 for each on which no BPF trampoline can
 * be, as the kernel's BTF lacks it, or has no prototype that one can have. 0, or -errno.
 */
int kernel_type__trampolines(const char *const *names, size_t n, uint32_t *ids);

/* Whether a type or function is named PREFIX NAME; if not, `near` has the names that are alike. */
bool kernel_type__look_up(const char *prefix, const char *name, struct similar_names *near);

#endif
