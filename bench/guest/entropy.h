/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The random numbers of a guest. */
#ifndef HOOKBENCH_BENCH_GUEST_ENTROPY_H
#define HOOKBENCH_BENCH_GUEST_ENTROPY_H

/*
 * Seeds the kernel's random numbers, always the same. Without it, the first reader of /dev/urandom
 * makes kernels from 5.18 on gather entropy for a second of computing, and older ones become ready
 * at some time of the measurement. 0 or -errno, not logged: it comes before the first message.
 */
int entropy__add(void);

#endif
