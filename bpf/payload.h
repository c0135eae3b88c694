/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a program does at each hit; shared by the programs and by bench/payload.c, which names them.
 */
#ifndef HOOKBENCH_BPF_PAYLOAD_H
#define HOOKBENCH_BPF_PAYLOAD_H

enum payload_id {
	PAYLOAD_EMPTY,
	PAYLOAD_COUNT,
	PAYLOAD_EMPTY_PLUS_ONE,
};

/* Counters that the `count` payload keeps, one a CPU; a power of two. CPUs beyond it share. */
#define HIT_SLOTS 1024

/* One cache line each, so that CPUs do not slow each other down. */
struct hit_slot {
	unsigned long long hits;
	unsigned long long unused[7];
};

#endif
