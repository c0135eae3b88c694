// SPDX-License-Identifier: GPL-2.0-or-later
/* An arena, to which the kernel gives no address in user space by itself. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, 33); /* BPF_MAP_TYPE_ARENA */
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 16); /* pages */
} arena SEC(".maps");

SEC("fentry/vfs_unlink")
int with_arena(void *ctx)
{
	void *memory = &arena;

	asm volatile("" ::"r"(memory));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
