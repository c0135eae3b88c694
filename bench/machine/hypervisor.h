/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether this is a virtual machine, and whose. */
#ifndef HOOKBENCH_BENCH_MACHINE_HYPERVISOR_H
#define HOOKBENCH_BENCH_MACHINE_HYPERVISOR_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the CPU says so in /proc/cpuinfo; false where it cannot (arm64). root: see sysfile.h. */
bool hypervisor__is_above(const char *root);
/*
 * What the hypervisor of this machine calls itself ("KVMKVMKVM", "TCGTCGTCGTCG", "xen"); "none"
 * without one; "" if nobody tells.
 */
void hypervisor__name(char *name, size_t size);

#endif
