// SPDX-License-Identifier: GPL-2.0-or-later
/* At the hook of the security modules that the operation passes, on a BPF trampoline. */
#include "bpf/programs.bpf.h"

#include "bpf/kernel_types.bpf.h"

/* Hooks on paths are given the file's folder and then its entry in it, whatever name_parameter is.
 */
static __always_inline long lsm__name(void *ctx, char *to)
{
	const struct dentry *entry = (void *)((__u64 *)ctx)[1];

	return bpf_probe_read_kernel_str(to, HIT_NAME_SIZE, entry->d_name.name);
}

PROGRAMS_PLAIN("lsm", entry, never)
PROGRAMS_EVENT("lsm", entry, never, lsm__name, NULL)
PROGRAMS_ARGS("lsm", entry, never, lsm__name)
