/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a source is compiled: see compile.h. */
#ifndef HOOKBENCH_BENCH_OBJECTS_COMPILE_OPTIONS_H
#define HOOKBENCH_BENCH_OBJECTS_COMPILE_OPTIONS_H

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

#endif
