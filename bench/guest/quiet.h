/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel that has done what it had put off. */
#ifndef HOOKBENCH_BENCH_GUEST_QUIET_H
#define HOOKBENCH_BENCH_GUEST_QUIET_H

/* Waits for it; 10 seconds at most, then with a warning. */
void quiet__wait(void);

#endif
