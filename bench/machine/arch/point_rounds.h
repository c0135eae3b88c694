/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bytes of each architecture's ARCH_POINT_ROUNDS_TEXT: the QEMU plugin looks for them in guests
 * of any.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_ARCH_POINT_ROUNDS_H
#define HOOKBENCH_BENCH_MACHINE_ARCH_POINT_ROUNDS_H

#define POINT_ROUNDS_X86_64  0x0f, 0x1f, 0x84, 0x00, 0x48, 0x4b, 0x42, 0x31
#define POINT_ROUNDS_AARCH64 0x1f, 0x69, 0x89, 0xd2

#endif
