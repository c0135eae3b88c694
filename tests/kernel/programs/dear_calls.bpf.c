// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel calls a function of this program six times, through a pointer. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 6);
	__type(key, __u32);
	__type(value, __u64);
} six SEC(".maps");

static long visit(void *map, __u32 *key, __u64 *value, void *context)
{
	(void)map, (void)key, (void)value, (void)context;
	return 0;
}

SEC("fentry/vfs_unlink")
int call_six_times(void *ctx)
{
	(void)ctx;
	bpf_for_each_map_elem(&six, visit, 0, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
