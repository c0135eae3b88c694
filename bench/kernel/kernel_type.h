/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the running kernel's BTF says that it has. */
#ifndef HOOKBENCH_BENCH_KERNEL_KERNEL_TYPE_H
#define HOOKBENCH_BENCH_KERNEL_KERNEL_TYPE_H

#include <stdbool.h>

/* False also without BTF. */
bool kernel_type__has_enumerator(const char *type, const char *enumerator);
bool kernel_type__has_function(const char *name);
/* A function's number in the kernel's BTF; -errno. */
int kernel_type__function(const char *name);

#endif
