/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The functions that a kernel lists in /proc/kallsyms, from its image: its own compressed table of
 * names (CONFIG_KALLSYMS), as scripts/kallsyms.c of the kernel writes it. Nothing of the image is
 * run.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_IMAGE_SYMBOLS_H
#define HOOKBENCH_BENCH_OBJECTS_IMAGE_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/base/byte_range.h"
#include "bench/base/similar_names.h"

/* What a kernel's table says of a function. */
struct image_lookup {
	size_t n; /* functions and variables in the table; 0: there is none, or it is unknown */
	bool is_there;		   /* also if the compiler has changed it: "NAME.isra.0" */
	struct similar_names near; /* functions; none if it is there */
};

/* In a kernel that is not compressed: vmlinux, or what is in a bzImage. */
void image_symbols__search(struct byte_range kernel, const char *wanted,
			   struct image_lookup *lookup);
/*
 * In a file with a kernel's image: see kernel_content.h. 0; an image that cannot be read or
 * unpacked has no table. -EINTR or -ENOMEM, logged.
 */
int image_symbols__look_up(const char *path, const char *wanted, struct image_lookup *lookup);

#endif
