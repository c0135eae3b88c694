// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/ring_fill.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* The consumer's, then the producer's. Each begins with a position (kernel/bpf/ringbuf.c). */
#define POSITION_PAGES 2

static size_t page_size(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

int ring_fill__open(struct ring_fill *fill, int fd, size_t size)
{
	void *pages = mmap(NULL, POSITION_PAGES * page_size(), PROT_READ, MAP_SHARED, fd, 0);

	if (pages == MAP_FAILED)
		return -errno;
	*fill = (struct ring_fill){
		.pages = pages,
		.consumed = pages,
		.produced = (const unsigned long *)((const char *)pages + page_size()),
		.size = size,
	};
	return 0;
}

void ring_fill__look(struct ring_fill *fill)
{
	/* The producer's is read last: it only grows, so that the difference is never too small. */
	unsigned long consumed = __atomic_load_n(fill->consumed, __ATOMIC_ACQUIRE);
	unsigned long waiting = __atomic_load_n(fill->produced, __ATOMIC_ACQUIRE) - consumed;

	if (waiting > fill->size / 2)
		fill->was_half_full = true;
}

void ring_fill__close(struct ring_fill *fill)
{
	if (fill->pages)
		munmap((void *)fill->pages, POSITION_PAGES * page_size());
	fill->pages = NULL;
}
