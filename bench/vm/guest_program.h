/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hookbench-guest, the program that is the first process of a guest. */
#ifndef HOOKBENCH_BENCH_VM_GUEST_PROGRAM_H
#define HOOKBENCH_BENCH_VM_GUEST_PROGRAM_H

#include <stddef.h>

/* Its path. 0 or -ENOENT, logged. */
int guest_program__find(char *path, size_t size);

#endif
