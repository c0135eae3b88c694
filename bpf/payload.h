/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What programs leave behind for the harness; shared by bpf/hit.bpf.h, which fills it, and by
 * bench/hook/payload_output.c, which reads it.
 */
#ifndef HOOKBENCH_BPF_PAYLOAD_H
#define HOOKBENCH_BPF_PAYLOAD_H

/* One slot a CPU; a power of two. CPUs beyond it share. */
#define HIT_SLOTS 1024

/* A cache line each, so that CPUs do not slow each other down. */
struct hit_slot {
	unsigned long long hits;
	unsigned long long unused[7];
};

/* Of a file name, with its NUL; a longer one is cut. */
#define HIT_NAME_SIZE 256

/* Of a hit's name_parameter. */
#define NAME_UNREADABLE 0xffffffffU
/* Of its parameters: the function returns nothing that could stand behind them. */
#define NO_RESULT 0xffffffffU

/* What the payload `args` has read at the last hit on a CPU. */
struct args_slot {
	unsigned int pid, unused; /* a multiple of 8 bytes, as the kernel would make of it */
	char name[HIT_NAME_SIZE];
};

/* What the payload `ringbuf` sends. */
struct hit_event {
	unsigned int pid, tid; /* of the process, and of the thread in it */
	long long result;      /* as the register has it: 32 bits of an int are valid */
	/* 0: the hook does not see it. */
	unsigned char has_name, has_result;
	char command[16];
	char name[HIT_NAME_SIZE];
};

/* Bytes; a power of two, and of pages. */
#define HIT_EVENTS_SIZE (4 * 1024 * 1024)

/* Frames that the payload `stack` keeps of a stack, and different stacks that there is room for. */
#define STACK_DEPTH 127
#define STACKS	    1024

/* Of the payload `duration`: bucket i counts nanoseconds from 2^i to 2^(i+1), the first also 0. */
#define DURATION_BUCKETS 64

#endif
