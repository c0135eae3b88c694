// SPDX-License-Identifier: GPL-2.0-or-later
/* A user's programs for a library, and for functions of the program ./calls of
 * tests/kernel/user_files.bats. */
#include <linux/ptrace.h>
#include <stdbool.h>

#include "count.h"

#include <bpf/usdt.bpf.h>

#define PROGRAM(section, name)           \
	SEC(section) int name(void *ctx) \
	{                                \
		(void)ctx;               \
		return count();          \
	}

PROGRAM("uprobe/libc.so.6:malloc", at_malloc)
PROGRAM("uprobe/./calls:work", at_work)
PROGRAM("uretprobe/./calls:work", from_work)
PROGRAM("uprobe.multi/./calls:work", at_multi)
PROGRAM("usdt/./calls:calls:working", at_probe)
PROGRAM("uprobe/./calls:wark", at_no_function)
PROGRAM("uprobe/./none:work", at_no_file)
PROGRAM("uprobe/./calls", at_no_name)
PROGRAM("usdt/./calls:calls:wroking", at_no_probe)
PROGRAM("uprobe", at_nothing)

char LICENSE[] SEC("license") = "GPL";
