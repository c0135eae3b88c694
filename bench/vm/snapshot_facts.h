/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is stored in front of the state of a guest: see snapshot.h. */
#ifndef HOOKBENCH_BENCH_VM_SNAPSHOT_FACTS_H
#define HOOKBENCH_BENCH_VM_SNAPSHOT_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "bench/vm/vm_options.h"

struct snapshot_facts {
	int64_t taken;	 /* a time_t */
	bool is_elf;	 /* see boot_kernel.h */
	uint32_t memory; /* its checksum: see guest_memory.h */
	char qemu_version[QEMU_VERSION_SIZE];
};

/*
 * Whether the time is one in which a snapshot can have been taken: not before hookbench was, and at
 * most a day after `now`, as clocks differ.
 */
bool snapshot_facts__may_be_taken(int64_t taken, time_t now);
/*
 * The facts that the bytes begin with. 0; -EINVAL, with `facts` empty or as they were, if one of
 * them cannot be, or nothing follows them.
 */
int snapshot_facts__read(const void *bytes, size_t size, time_t now, struct snapshot_facts *facts);

#endif
