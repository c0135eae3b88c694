/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether this is a virtual machine, and under which hypervisor. */
#ifndef HOOKBENCH_BENCH_MACHINE_HYPERVISOR_H
#define HOOKBENCH_BENCH_MACHINE_HYPERVISOR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether /proc/cpuinfo has the hypervisor flag; false on architectures without it (arm64). root:
 * see sysfile.h.
 */
bool hypervisor__is_above(const char *root);
/*
 * The name that the hypervisor of this machine reports ("KVMKVMKVM", "TCGTCGTCGTCG", "xen"); "none"
 * without one; "" if unknown.
 */
void hypervisor__name(char *name, size_t size);

#endif
