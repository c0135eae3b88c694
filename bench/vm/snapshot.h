/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Snapshots of guests that have booted and wait for a request. A later VM continues from there
 * instead of booting, with the same costs to the instruction (tests/kernel/snapshot.bats).
 *
 * A snapshot is a file in the user's cache: a line of JSON that says what it was made of (image,
 * guest program, QEMU, CPU model, command line), and the state that QEMU wrote, compressed by zstd
 * with its checksum. It is used only if all of that is the same, and by the user that it belongs
 * to.
 *
 * In order: snapshot__open; snapshot__connect, snapshot__feed or snapshot__take, snapshot__close.
 */
#ifndef HOOKBENCH_BENCH_VM_SNAPSHOT_H
#define HOOKBENCH_BENCH_VM_SNAPSHOT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "bench/vm/qemu.h"

struct snapshot {
	char path[PATH_MAX]; /* "": such a guest has none */
	char *header;
	void *state; /* to continue from; NULL: the guest boots, and a snapshot is taken */
	size_t size;
	int here, there; /* ends of the monitor's socket or of the state's pipe; -1: closed */
};

/*
 * Finds the snapshot of such a guest, and reads it if there is one. Without a cache, or for a guest
 * that can have none, `path` is "".
 */
void snapshot__open(struct snapshot *s, const struct vm *vm, const char *guest);
/* Makes what QEMU needs. 0 or -errno, not logged. */
int snapshot__connect(struct snapshot *s, struct qemu_inputs *inputs);
/* QEMU has started. If the guest continues, sends the state. 0 or -errno, not logged. */
int snapshot__feed(struct snapshot *s, const struct vm *vm);
/*
 * The guest is ready: if it has booted, takes its snapshot. It goes on in any case; if the snapshot
 * could not be stored, that is logged.
 */
void snapshot__take(struct snapshot *s, const struct vm *vm);
/* The guest could not continue: removes the snapshot. */
void snapshot__remove(struct snapshot *s);
void snapshot__close(struct snapshot *s);

#endif
