/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waits until the kernel has finished its deferred work. */
#ifndef HOOKBENCH_BENCH_GUEST_QUIET_H
#define HOOKBENCH_BENCH_GUEST_QUIET_H

/* Waits at most 10 seconds, then warns. */
void quiet__wait(void);

#endif
