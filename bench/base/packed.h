/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes in JSON: compressed with zlib, then base64. */
#ifndef HOOKBENCH_BENCH_BASE_PACKED_H
#define HOOKBENCH_BENCH_BASE_PACKED_H

#include <jansson.h>
#include <stddef.h>

/* A string; NULL, logged, when out of memory. */
json_t *packed__write(const void *data, size_t size);
/*
 * The bytes, for the caller to free, with a NUL after them. 0; -EINVAL if it is not such a string,
 * or has more than `most` bytes, not logged; -ENOMEM, logged.
 */
int packed__read(const json_t *json, size_t most, void **data, size_t *size);

#endif
