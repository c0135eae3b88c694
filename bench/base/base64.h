/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes as text: RFC 4648, section 4. */
#ifndef HOOKBENCH_BENCH_BASE_BASE64_H
#define HOOKBENCH_BENCH_BASE_BASE64_H

#include <stddef.h>

/* Returns a string that the caller must free; NULL when out of memory. */
char *base64__encode(const void *data, size_t size);
/*
 * Returns the bytes, which the caller must free, and their size; NULL if `text` is not base64, or
 * when out of memory.
 */
void *base64__decode(const char *text, size_t *size);

#endif
