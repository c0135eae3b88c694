/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waits until the kernel has finished its deferred work. */
#ifndef HOOKBENCH_BENCH_GUEST_QUIET_H
#define HOOKBENCH_BENCH_GUEST_QUIET_H

#include <stdbool.h>

/* Waits at most 10 seconds, then warns. */
void quiet__wait(void);
/* The same, but a message of the host ends it. Whether the guest is as quiet as it gets. */
bool quiet__wait_unless_asked(void);
/*
 * Waits until the guest's clock is at the next multiple of 10 seconds. When a request arrives
 * depends on the host; from here on, timer ticks and periodic work fall at the same times in every
 * run. The exact clock skips idle time; under KVM or TCG, waiting would take as long as it says.
 */
void quiet__wait_for_phase(void);

#endif
