/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Snapshots of guests that have booted and wait for a request. A later VM continues from there
 * instead of booting, with the same costs to the instruction (tests/kernel/snapshot.bats).
 *
 * A snapshot is a file in the user's cache: the guest's memory as it is, with holes for what is
 * zero, which QEMU maps; then a line of JSON that says what it was made of (image, guest program,
 * QEMU, CPU model, command line), and the state of the devices that QEMU wrote, with the memory's
 * checksum, compressed by zstd with its own. It is used only if all of that is the same, and by the
 * user that it belongs to.
 *
 * In order: snapshot__open; snapshot__connect, snapshot__feed or snapshot__take, snapshot__close.
 */
#ifndef HOOKBENCH_BENCH_VM_SNAPSHOT_H
#define HOOKBENCH_BENCH_VM_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/vm/keyed_cache.h"
#include "bench/vm/qemu.h"
#include "bench/vm/snapshot_facts.h"

struct snapshot {
	struct keyed_cache place; /* without a path: such a guest has none */
	void *state; /* to continue from; NULL: the guest boots, and a snapshot is taken */
	size_t size;
	struct snapshot_facts facts; /* of the state */
	int memory;		     /* the file that has or gets the guest's memory; -1: none */
	int here, there;	     /* ends of the monitor's socket; -1: closed */
};

/*
 * Finds the snapshot of such a guest, and reads it if there is one. Without a cache, or for a guest
 * that can have none, there is no place for one.
 */
void snapshot__open(struct snapshot *s, const struct vm *vm, const char *guest);
/* Makes what QEMU needs. 0 or -errno, not logged. */
int snapshot__connect(struct snapshot *s, const struct vm *vm, struct qemu_inputs *inputs);
/* QEMU has started. If the guest continues, sends the state. 0 or -errno, not logged. */
int snapshot__feed(struct snapshot *s, const struct vm *vm);
/*
 * The guest is ready: if it has booted, takes its snapshot; `is_elf` is how. It goes on in any
 * case; if the snapshot could not be stored, that is logged.
 */
void snapshot__take(struct snapshot *s, const struct vm *vm, bool is_elf);
/* The guest could not continue, for the reason `why`: removes the snapshot. */
void snapshot__remove(struct snapshot *s, const char *why);
void snapshot__close(struct snapshot *s);

#endif
