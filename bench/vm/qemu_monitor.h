/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's commands (QMP), as far as a snapshot needs them. */
#ifndef HOOKBENCH_BENCH_VM_QEMU_MONITOR_H
#define HOOKBENCH_BENCH_VM_QEMU_MONITOR_H

#include <signal.h>

/*
 * Has a QEMU that was started to continue read the state from the descriptor `from`, without the
 * guest's memory. Otherwise as qemu_monitor__begin_save.
 */
int qemu_monitor__load(int monitor, int from, const volatile sig_atomic_t *stop);
/*
 * Stops the guest, and has QEMU write its state, without its memory, to the descriptor `to`, and
 * close it. `monitor`: the socket to QEMU. 0; -ENOTSUP if no QEMU answers there; or another -errno.
 * Nothing is logged.
 */
int qemu_monitor__begin_save(int monitor, int to, const volatile sig_atomic_t *stop);
/*
 * Once the state has been read to its end: waits until QEMU has confirmed it. 0, or -errno, not
 * logged: the state cannot be used.
 */
int qemu_monitor__end_save(int monitor, const volatile sig_atomic_t *stop);
/* Lets the guest go on. 0 or -errno, not logged. */
int qemu_monitor__go_on(int monitor, const volatile sig_atomic_t *stop);

#endif
