/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is compressed or packed, from memory to memory. No other program is run for it. */
#ifndef HOOKBENCH_BENCH_VM_UNPACK_H
#define HOOKBENCH_BENCH_VM_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/base/byte_range.h"

/* Of one unpacked file. A kernel with all that a debugger wants may have nearly that. */
#define UNPACK_MOST ((size_t)1 << 30)

struct unpacked {
	uint8_t *bytes; /* for the caller to free; NULL: nothing */
	size_t size;
};

/*
 * Unpacks what is compressed by gzip, xz, lzma, zstd, lz4 or bzip2. 0; -ENOTSUP if it is not;
 * -EINVAL if it is damaged; -EFBIG beyond UNPACK_MOST; -ENOMEM. Not logged.
 */
int unpack__compressed(struct byte_range packed, struct unpacked *file);

/* A file of an archive: whether it is the one to unpack. */
typedef bool (*unpack_choice)(const char *path, void *context);
/*
 * Unpacks the chosen file of an archive: tar, cpio (newc), ar or rpm, compressed or not. Of
 * several, the first; `*n` is how many different ones there are. 0, also if there is none; -EINTR;
 * or as unpack__compressed, -ENOTSUP being no archive. Not logged.
 */
int unpack__archive(struct byte_range packed, unpack_choice is_chosen, void *context,
		    struct unpacked *file, size_t *n);

#endif
