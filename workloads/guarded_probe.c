// SPDX-License-Identifier: GPL-2.0-or-later
/* <sys/sdt.h> gives all probes of a file semaphores, or none: so this one has a file of its own. */
#include "workloads/guarded_probe.h"

#define _SDT_HAS_SEMAPHORES 1
#include <sys/sdt.h>

unsigned short hookbench_guarded_semaphore __attribute__((section(".probes")));

/* As in programs whose probes are made by dtrace -h: what asks is the unhooked call's own cost. */
__attribute__((aligned(64))) void guarded_probe__pass(unsigned long argument)
{
	if (__builtin_expect(hookbench_guarded_semaphore, 0))
		DTRACE_PROBE1(hookbench, guarded, argument);
}
