/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VM that the options describe. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_VM_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_VM_H

#include "bench/execute/observer.h"
#include "bench/vm/vm.h"
#include "bench/vm/where.h"

/*
 * Sets what a VM needs that boots the image with so many CPUs: nothing to close. `where` and
 * `image` must stay. 0 or -errno, logged.
 */
int execute_vm__init(struct vm *vm, const struct where *where, const char *image, unsigned int cpus,
		     struct observer observer);

#endif
