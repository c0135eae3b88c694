/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which files a program has in its memory from its start on, read from the files alone. */
#ifndef HOOKBENCH_BENCH_VM_MAPPED_FILE_H
#define HOOKBENCH_BENCH_VM_MAPPED_FILE_H

#include <limits.h>

#include "bench/vm/guest_arch.h"

enum mapped {
	MAPPED_ITSELF,	 /* the program is that file */
	MAPPED_AT_START, /* its dynamic loader maps it: a library, or the loader */
	MAPPED_OTHER,	 /* ... another library of the same base name */
	MAPPED_STATIC,	 /* it has no dynamic loader */
	MAPPED_SCRIPT,	 /* it is no ELF file */
	MAPPED_NOT,
};

/* Both are paths. `other` is set with MAPPED_OTHER only. */
enum mapped mapped_file__find(const char *program, const char *file, const struct guest_arch *arch,
			      char other[PATH_MAX]);

#endif
