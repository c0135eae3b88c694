// SPDX-License-Identifier: GPL-2.0-or-later
/* -DNOPS=n: n machine instructions more in the body, which no compiler and no verifier removes. */
#include "count.h"

#ifndef NOPS
#define NOPS 0
#endif

SEC("kprobe/vfs_unlink")
int count_hits(void *ctx)
{
	(void)ctx;
#if NOPS > 0
	asm volatile("r2 = 1" ::: "r2");
#endif
#if NOPS > 1
	asm volatile("r3 = 1" ::: "r3");
#endif
	return count();
}

char LICENSE[] SEC("license") = "GPL";
