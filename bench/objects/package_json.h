/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The package.json that eunomia's compiler makes and its loader runs: "bpf_object" is an ELF
 * object, compressed by zlib, in base64.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_PACKAGE_JSON_H
#define HOOKBENCH_BENCH_OBJECTS_PACKAGE_JSON_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the bytes begin like a JSON object, as no source in C does. */
bool package_json__is_one(const void *bytes, size_t size);
/*
 * Unpacks the object, which has at most `most` bytes and is not checked; `name` is for messages. 0
 * with the object, for the caller to free; or -errno, logged.
 */
int package_json__unpack(const char *name, const void *bytes, size_t size, size_t most,
			 void **object, size_t *object_size);

#endif
