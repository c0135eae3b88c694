/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A function with the USDT probe hookbench:guarded, which has a semaphore. */
#ifndef HOOKBENCH_WORKLOADS_GUARDED_PROBE_H
#define HOOKBENCH_WORKLOADS_GUARDED_PROBE_H

/* Passes the probe, with that argument, if the semaphore is not 0. */
void guarded_probe__pass(unsigned long argument);

/* The kernel counts in it; the name is what <sys/sdt.h> makes of those of provider and probe. */
extern unsigned short hookbench_guarded_semaphore;

#endif
