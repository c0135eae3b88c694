/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the boot loader, a hypervisor and switches of the kernel set up the machine: rows of
 * checks.c. */
#ifndef HOOKBENCH_BENCH_DOCTOR_HOST_H
#define HOOKBENCH_BENCH_DOCTOR_HOST_H

#include "bench/doctor/check.h"

void host__examine_isolated(const struct check *check, const struct machine *machine,
			    struct finding *finding);
void host__examine_hypervisor(const struct check *check, const struct machine *machine,
			      struct finding *finding);
void host__examine_switch(const struct check *check, const struct machine *machine,
			  struct finding *finding);

#endif
