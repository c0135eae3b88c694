/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: what differs from one architecture to the other. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_ARCH_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_ARCH_H

#include <stddef.h>
#include <stdint.h>

/* Where execution goes after an instruction. */
enum kind {
	KIND_PLAIN,  /* to the next one, unless there is an exception or an interrupt */
	KIND_JUMP,   /* a jump, taken or not */
	KIND_CALL,   /* keeps the address of the next instruction, to return to */
	KIND_RETURN, /* to such an address */
	KIND_ENTER,  /* into the kernel */
	KIND_LEAVE,  /* back from an exception or a system call */
};

/* How many bytes kind_of may read; those after the instruction are 0. */
#define KIND_BYTES 12
#define POINT_MOST 8

struct count_arch {
	const char *name; /* as in struct qemu_info */
	/* POINT_ROUNDS, by which the guest's program is recognised. */
	uint8_t point[POINT_MOST];
	size_t point_size;
	size_t longest; /* instruction, in bytes */
	enum kind (*kind_of)(const uint8_t bytes[KIND_BYTES]);
};

/* NULL: there is none. */
const struct count_arch *count_arch__find(const char *name);

#endif
