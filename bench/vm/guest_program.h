/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hookbench-guest, the program that is the first process of a guest. */
#ifndef HOOKBENCH_BENCH_VM_GUEST_PROGRAM_H
#define HOOKBENCH_BENCH_VM_GUEST_PROGRAM_H

#include <stddef.h>

#include "bench/vm/guest_arch.h"

/*
 * The path of the one for that architecture. This machine's is built with hookbench; another's by
 * `make guest-arm64`. 0; or, logged, -ENOENT, or another -errno if the file there is something
 * else.
 */
int guest_program__find(const struct guest_arch *arch, char *path, size_t size);
/* Whether a file is a program for that architecture. 0 or -errno, logged. */
int guest_program__check(const struct guest_arch *arch, const char *path);

#endif
