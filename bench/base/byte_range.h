/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of a foreign file that are looked into: nothing beyond their end is ever read. */
#ifndef HOOKBENCH_BENCH_BASE_BYTE_RANGE_H
#define HOOKBENCH_BENCH_BASE_BYTE_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct byte_range {
	const uint8_t *at; /* NULL: there is none */
	size_t size;
};

/* `size` bytes from `offset` on; none if that is not within `all`. */
struct byte_range byte_range__part(struct byte_range all, size_t offset, size_t size);
/* The number of `size` bytes, at most 4, at `offset`: little-endian, 0 beyond the end. */
uint32_t byte_range__number(struct byte_range all, size_t offset, size_t size);
/* Whether the `n` bytes of `text` are at `offset`. */
bool byte_range__has(struct byte_range all, size_t offset, const char *text, size_t n);

#endif
