/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --accel auto: KVM is accepted only after a guest has reported in time. */
#ifndef HOOKBENCH_BENCH_EXECUTE_KVM_FALLBACK_H
#define HOOKBENCH_BENCH_EXECUTE_KVM_FALLBACK_H

#include "bench/vm/vm.h"

/* One attempt with vm->accelerator, which is never ACCEL_AUTO. 0 or -errno. */
typedef int (*vm_attempt)(struct vm *vm, void *context);

/*
 * Calls `attempt` once; or, with ACCEL_AUTO, with KVM first, and with `fallback` if no guest has
 * reported then. Leaves in vm->accelerator the one that was used last. What the last attempt
 * returned.
 */
int kvm_fallback__run(struct vm *vm, enum accelerator fallback, vm_attempt attempt, void *context);

#endif
