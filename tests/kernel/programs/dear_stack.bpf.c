// SPDX-License-Identifier: GPL-2.0-or-later
/* BYTES of the stack, of which it writes the lowest. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#ifndef BYTES
#define BYTES 448
#endif

SEC("fentry/vfs_unlink")
int use_stack(void *ctx)
{
	char bytes[BYTES];

	(void)ctx;
	bytes[0] = 1;
	/* The compiler must not know that the others are not used. */
	asm volatile("" : : "r"(bytes) : "memory");
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
