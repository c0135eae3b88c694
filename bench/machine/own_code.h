/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the code of this process is in its files. */
#ifndef HOOKBENCH_BENCH_MACHINE_OWN_CODE_H
#define HOOKBENCH_BENCH_MACHINE_OWN_CODE_H

#include <stdint.h>

/*
 * The offset in this process's program file of the code at `address`. 0; -ENOENT if it is not in
 * that file; another -errno.
 */
int own_code__offset(uintptr_t address, uint64_t *offset);

#endif
