/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs at the hook of the security modules that the operation passes. */
#ifndef HOOKBENCH_BPF_SECURITY_BPF_H
#define HOOKBENCH_BPF_SECURITY_BPF_H

#include "bpf/programs.bpf.h"

#include "bpf/kernel_types.bpf.h"

/* Hooks on paths are given the file's folder and then its entry in it, whatever name_parameter is.
 */
static __always_inline long security__name(void *ctx, char *to)
{
	const struct dentry *entry = (void *)((__u64 *)ctx)[1];

	return bpf_probe_read_kernel_str(to, HIT_NAME_SIZE, entry->d_name.name);
}

#define SECURITY_PROGRAMS(section)                                  \
	PROGRAMS_PLAIN(section, entry, never)                       \
	PROGRAMS_EVENT(section, entry, never, security__name, NULL) \
	PROGRAMS_ARGS(section, entry, never, security__name)

#endif
