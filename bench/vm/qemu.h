/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's command line, and what it requires. For bench/vm/vm.c. */
#ifndef HOOKBENCH_BENCH_VM_QEMU_H
#define HOOKBENCH_BENCH_VM_QEMU_H

#include "bench/vm/vm_options.h"

#define QEMU "qemu-system-x86_64"

/*
 * Replaces this process with QEMU, which reads the initramfs from a descriptor. The guest's console
 * is written to stderr; its second serial line is stdin and stdout. Returns only on failure, with
 * errno set.
 */
void qemu__exec(const struct vm *vm, int initramfs);
/* Seconds of silence after which a guest is stopped; seconds after which it is in any case. */
unsigned int vm__timeout_s(const struct vm *vm);
unsigned int vm__time_limit_s(const struct vm *vm);
unsigned int vm__memory_mib(const struct vm *vm);

#endif
