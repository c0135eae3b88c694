// SPDX-License-Identifier: GPL-2.0-or-later
/* Five atomic adds. */
#include "count.h"

SEC("fentry/vfs_unlink")
int add_five_times(void *ctx)
{
	(void)ctx;
	count();
	count();
	count();
	count();
	return count();
}

char LICENSE[] SEC("license") = "GPL";
