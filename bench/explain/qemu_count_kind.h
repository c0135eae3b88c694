/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: what an instruction does with the flow of control. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_KIND_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_KIND_H

#include <stdint.h>

/* How an instruction goes on. */
enum kind {
	KIND_PLAIN,  /* to the next one; if not, there was an exception or an interrupt */
	KIND_JUMP,   /* a jump, taken or not */
	KIND_CALL,   /* pushes the next one's address */
	KIND_RETURN, /* to where the stack says */
	KIND_ENTER,  /* into the kernel */
	KIND_LEAVE,  /* to where an exception or system call was */
};

/* How many bytes kind_of may look at; behind the instruction's own they are 0. */
#define KIND_BYTES 12

enum kind kind_of(const uint8_t bytes[KIND_BYTES]);

#endif
