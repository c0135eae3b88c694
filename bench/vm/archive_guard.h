/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks at the headers of an archive before libarchive does, which keeps the whole name of a file
 * in memory, as long as the header says: a cpio archive of a few kilobytes, compressed, may say 4
 * GiB.
 */
#ifndef HOOKBENCH_BENCH_VM_ARCHIVE_GUARD_H
#define HOOKBENCH_BENCH_VM_ARCHIVE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a file, with its folder. All names of an ar archive together may be ARCHIVE_NAMES_MOST. */
#define ARCHIVE_NAME_MOST  4096
#define ARCHIVE_NAMES_MOST ((uint64_t)1 << 20)

/* Starts as { .wanted = ARCHIVE_MAGIC_SIZE }. */
#define ARCHIVE_MAGIC_SIZE 8
struct archive_guard {
	uint8_t header[110];
	size_t have, wanted; /* bytes of the header */
	uint64_t skip;	     /* bytes of the file that follows it */
	bool is_known;
	bool (*check)(struct archive_guard *guard); /* NULL: the format has no such names */
};

/* The archive's next bytes, in any pieces. False once a header is damaged, or a name is too long.
 */
bool archive_guard__accepts(struct archive_guard *guard, const void *bytes, size_t n);

#endif
