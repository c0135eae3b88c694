/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernels that are never run: as little as QEMU accepts, where it makes other devices for one form
 * of kernel than for another.
 */
#ifndef HOOKBENCH_BENCH_VM_EMPTY_KERNEL_H
#define HOOKBENCH_BENCH_VM_EMPTY_KERNEL_H

#include "bench/base/byte_range.h"

/* An ELF file with a PVH note, for x86-64. */
struct byte_range empty_kernel__pvh(void);
struct byte_range empty_kernel__arm64_image(void);

#endif
