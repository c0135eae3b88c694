/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel permits this process to do: root may have been stripped of it, and others not. */
#ifndef HOOKBENCH_BENCH_MACHINE_CAPABILITIES_H
#define HOOKBENCH_BENCH_MACHINE_CAPABILITIES_H

#include <linux/capability.h>
#include <stdbool.h>

/* In effect now: one of linux/capability.h. CAP_SYS_ADMIN includes CAP_BPF and CAP_PERFMON. */
bool capabilities__have(int capability);
/* Whether they are those of a user namespace only (a rootless container), where BPF ignores them.
 */
bool capabilities__are_of_namespace(void);

#endif
