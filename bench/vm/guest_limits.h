/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long a guest may take. Both limits hold, whatever it sends. */
#ifndef HOOKBENCH_BENCH_VM_GUEST_LIMITS_H
#define HOOKBENCH_BENCH_VM_GUEST_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/vm/vm_options.h"

#define GUEST_END_MS 5000 /* that QEMU may take to end once it has closed the guest's line */

struct guest_limits {
	uint64_t heard_ns;  /* when it last gave a sign of life */
	uint64_t end_ns;    /* when it must have ended */
	uint64_t closed_ns; /* when QEMU closed the guest's line; 0: it has not */
};

/* Starts the time that the guest may take in all. */
void guest_limits__open(struct guest_limits *limits, const struct vm *vm);
/* The guest has given a sign of life, or is about to get something to do. */
void guest_limits__hear(struct guest_limits *limits);
/*
 * QEMU has closed the guest's line. True: it has since had GUEST_END_MS for closing the console,
 * too. If that is open still, QEMU goes on, or someone else has the console.
 */
bool guest_limits__close(struct guest_limits *limits);
/* 0; -ETIMEDOUT if the guest has been silent, or -ETIME if it has taken too long in all; logged. */
int guest_limits__check(const struct guest_limits *limits, const struct vm *vm);

#endif
