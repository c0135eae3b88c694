/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How long guests took to boot, so that who waits is told what to expect. Kept in the cache, by
 * what the time depends on; without a cache, only the time that has gone is shown.
 */
#ifndef HOOKBENCH_BENCH_VM_BOOT_TIME_H
#define HOOKBENCH_BENCH_VM_BOOT_TIME_H

#include <stdint.h>

#include "bench/vm/keyed_cache.h"
#include "bench/vm/vm_options.h"

struct boot_time {
	struct keyed_cache cache;
	uint64_t began_ns;
	uint64_t expected_ms; /* what it took last time; 0: unknown */
};

/* A guest begins to boot. */
void boot_time__begin(struct boot_time *time, const struct vm *vm);
/* Tells vm->progress how long it has been booting, and how long it may take. */
void boot_time__show(const struct boot_time *time, const struct vm *vm);
/* It has booted. */
void boot_time__keep(const struct boot_time *time);
/* Releases it, whether it has booted or not; one of zeroes, too. It is none any more. */
void boot_time__close(struct boot_time *time);

#endif
