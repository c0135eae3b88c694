// SPDX-License-Identifier: GPL-2.0-or-later
/* One load from each of 16 cache lines, and a second from the first of them. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#define LINES 16

volatile char lines[LINES][64] __attribute__((aligned(64)));

SEC("fentry/vfs_unlink")
int touch_lines(void *ctx)
{
	(void)ctx;
#pragma unroll
	for (int i = 0; i < LINES; i++)
		(void)lines[i][0];
	(void)lines[0][63];
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
