/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: how an instruction changes the flow of control. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_KIND_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_KIND_H

#include <stdint.h>

/* Where execution goes after an instruction. */
enum kind {
	KIND_PLAIN,  /* to the next one, unless there is an exception or an interrupt */
	KIND_JUMP,   /* a jump, taken or not */
	KIND_CALL,   /* pushes the address of the next instruction */
	KIND_RETURN, /* to the address on the stack */
	KIND_ENTER,  /* into the kernel */
	KIND_LEAVE,  /* back from an exception or a system call */
};

/* How many bytes kind_of may read; those after the instruction are 0. */
#define KIND_BYTES 12

enum kind kind_of(const uint8_t bytes[KIND_BYTES]);

#endif
