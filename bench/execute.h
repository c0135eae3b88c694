/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carries a plan out where the options say: on the running kernel, or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_H
#define HOOKBENCH_BENCH_EXECUTE_H

#include "bench/options.h"
#include "bench/run.h"

/* As run__measure and run__probe; errors of the VM are as in vm__run. Free `run` in every case. */
int execute__measure(const struct options *options, struct run *run);
int execute__probe(const struct options *options, struct run *run);
/* Boots the kernel of the options to power-off, without measuring. 0 or -errno, logged. */
int execute__boot(const struct options *options);

#endif
