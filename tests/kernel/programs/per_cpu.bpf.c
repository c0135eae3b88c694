// SPDX-License-Identifier: GPL-2.0-or-later
/* The built-in backend fentry with the payload count, as somebody else would write it. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct slot {
	unsigned long long hits, unused[7];
} slots[1024];

SEC("fentry/do_unlinkat")
int begins(void *ctx)
{
	(void)ctx;
	__sync_fetch_and_add(&slots[bpf_get_smp_processor_id() & 1023].hits, 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
