/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A source becomes an object for BPF, by clang. */
#ifndef HOOKBENCH_BENCH_OBJECTS_COMPILE_H
#define HOOKBENCH_BENCH_OBJECTS_COMPILE_H

#include <stddef.h>

#include "bench/vm/guest_arch.h"

/* The most bytes of a source's file, and of the object that it becomes. */
#define PROGRAM_OBJECT_MOST ((size_t)16 << 20)

#define COMPILE_REFUSAL_SIZE 224

struct compile_options {
	const char *image; /* of the kernel that is measured; NULL: the running kernel */
	const struct guest_arch *arch; /* of that kernel; NULL: this machine's */
	const char *cflags;	       /* as typed, split as a shell would; NULL: none */
	/*
	 * Becomes why clang refuses the source, of COMPILE_REFUSAL_SIZE, and what clang printed is
	 * a warning; unchanged if something else fails. NULL: that is an error like others.
	 */
	char *refusal;
};

/*
 * Compiles it, or finds the object in the cache; `compiler` becomes clang's version. Of one source,
 * one kernel and one compiler the object is the same wherever the source is. 0 with the object, for
 * the caller to free; or -errno, logged with what clang printed.
 */
int compile__source(const char *path, const struct compile_options *options, char *compiler,
		    size_t compiler_size, void **object, size_t *size);

#endif
