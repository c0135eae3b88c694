/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The function that the user named, looked for in the kernel's image: a misspelled one is refused
 * before a boot.
 */
#ifndef HOOKBENCH_BENCH_EXECUTE_KERNEL_TARGET_H
#define HOOKBENCH_BENCH_EXECUTE_KERNEL_TARGET_H

#include "bench/vm/vm.h"

/* Lets `vm` look for a function of the kernel, if it has to boot; name: "" for none. */
void kernel_target__look_for(struct vm *vm, const char *name);

#endif
