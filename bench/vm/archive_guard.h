/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks at the headers of an archive before libarchive does, which keeps in memory what they claim:
 * a cpio archive of a few kilobytes, compressed, may have a name of 4 GiB, a tar archive a map of a
 * sparse file that is as long.
 */
#ifndef HOOKBENCH_BENCH_VM_ARCHIVE_GUARD_H
#define HOOKBENCH_BENCH_VM_ARCHIVE_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a file, with its folder. */
#define ARCHIVE_NAME_MOST 4096
/* All long names of an ar archive together. */
#define ARCHIVE_NAMES_MOST ((uint64_t)1 << 20)
/* Files of a cpio archive: libarchive compares each that may have links with all others. */
#define ARCHIVE_FILES_MOST 32768
/* Unpacked, with all that is skipped. A kernel's package with all that a debugger wants has 5 GiB.
 */
#define ARCHIVE_MOST ((uint64_t)1 << 34)
/* An extended header of a tar archive: names, attributes. */
#define ARCHIVE_HEADER_MOST 16384

/* Starts as { .wanted = ARCHIVE_MAGIC_SIZE }. */
#define ARCHIVE_MAGIC_SIZE 8
struct archive_guard {
	uint8_t header[ARCHIVE_HEADER_MOST];
	size_t have, wanted; /* bytes of the header */
	uint64_t skip;	     /* bytes that follow it and are not looked at */
	uint64_t total;
	uint32_t files;
	bool is_known;
	bool (*check)(struct archive_guard *guard); /* NULL: nothing to look at any more */
};

/*
 * The archive's next bytes, in any pieces. False once a header is damaged or claims too much, or
 * the format is one of cpio's older ones.
 */
bool archive_guard__accepts(struct archive_guard *guard, const void *bytes, size_t n);

#endif
