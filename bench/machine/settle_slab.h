/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Brings the kernel to rest between attaching and measuring. */
#ifndef HOOKBENCH_BENCH_MACHINE_SETTLE_SLAB_H
#define HOOKBENCH_BENCH_MACHINE_SETTLE_SLAB_H

#include <stdbool.h>

/*
 * Waits until work started by attaching (text patching, RCU callbacks, work items) is done.
 *
 * exact: waits a second, which the exact clock skips when nothing runs, and empties the sheaves of
 * the kernel's object caches (per-CPU stocks of free objects, since Linux 6.18), so that every
 * trial starts in the same state. Attaching and detaching leave them at an arbitrary level, and a
 * trial that finds them just full or just empty swaps sheaves at every operation: on 7.3, that is
 * 91 instructions per unlink, in about one trial of fifteen. Caches without sheaves are not
 * emptied: they would then hand out a different object, and one in the first page of its slab takes
 * 3 instructions less to free. On a machine in use nothing is emptied; there, rounds average over
 * all this.
 */
void settle_slab(bool exact);
/*
 * How long it waits if not. Hooks cost after 5 ms what they cost after 20, and 3 to 5 ns less after
 * 2 (docs/nanoseconds.md): what attaching has just touched is then still in the caches.
 */
#define SETTLE_US 5000

#endif
