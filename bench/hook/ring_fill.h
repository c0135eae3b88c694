/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How full a ring buffer becomes. The kernel counts no event for which a ring buffer has no room.
 * But one that was never more than half full, seen before each event is taken, has had room for
 * every event of at most a quarter of its size.
 */
#ifndef HOOKBENCH_BENCH_HOOK_RING_FILL_H
#define HOOKBENCH_BENCH_HOOK_RING_FILL_H

#include <stdbool.h>
#include <stddef.h>

/* { 0 }: of no buffer. */
struct ring_fill {
	const void *pages;
	const unsigned long *consumed, *produced; /* bytes so far */
	size_t size;				  /* bytes */
	bool was_half_full;
};

/* fd: of a BPF_MAP_TYPE_RINGBUF; size: its max_entries. 0 or -errno. */
int ring_fill__open(struct ring_fill *fill, int fd, size_t size);
/* Before each event is taken: what filled the buffer since the last look is all still there. */
void ring_fill__look(struct ring_fill *fill);
void ring_fill__close(struct ring_fill *fill);

#endif
