/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --accel auto: KVM is accepted only once a guest has reported in time. */
#ifndef HOOKBENCH_BENCH_EXECUTE_KVM_FALLBACK_H
#define HOOKBENCH_BENCH_EXECUTE_KVM_FALLBACK_H

#include "bench/vm/vm.h"

/* One attempt with vm->accelerator, which is never ACCEL_AUTO. 0 or -errno. */
typedef int (*vm_attempt)(struct vm *vm, void *context);

/*
 * Calls `attempt` once; with ACCEL_AUTO, first with KVM, and then with `fallback` if no guest has
 * reported. Leaves the last accelerator used in vm->accelerator. Returns what the last attempt
 * returned.
 */
int kvm_fallback__run(struct vm *vm, enum accelerator fallback, vm_attempt attempt, void *context);

#endif
