/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A source becomes an object for BPF, by clang. */
#ifndef HOOKBENCH_BENCH_OBJECTS_COMPILE_H
#define HOOKBENCH_BENCH_OBJECTS_COMPILE_H

#include <stddef.h>

#include "bench/objects/compile_options.h"

/*
 * Compiles it, or finds the object in the cache; `compiler` becomes clang's version. Of one source,
 * one kernel and one compiler the object is the same wherever the source is. 0 with the object, for
 * the caller to free; or -errno, logged with what clang printed.
 */
int compile__source(const char *path, const struct compile_options *options, char *compiler,
		    size_t compiler_size, void **object, size_t *size);

#endif
