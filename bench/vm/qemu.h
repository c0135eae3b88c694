/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's side of a VM: what it is told, and what it needs. For bench/vm.c. */
#ifndef HOOKBENCH_BENCH_VM_QEMU_H
#define HOOKBENCH_BENCH_VM_QEMU_H

#include "bench/vm/vm.h"

#define QEMU "qemu-system-x86_64"

/*
 * Replaces this process by QEMU, with descriptors to read the initramfs from, and to write the two
 * serial lines to. Returns only if that fails, with errno set.
 */
void qemu__exec(const struct vm *vm, int initramfs, int console, int channel);
/* Seconds of silence after which a guest is given up. */
unsigned int vm__timeout_s(const struct vm *vm);

#endif
