/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes a cpio archive in the newc format, which the kernel unpacks as its first root file system
 * (Documentation/driver-api/early-userspace/buffer-format.rst). Errors are the stream's: check
 * ferror(file) after cpio__end.
 */
#ifndef HOOKBENCH_BENCH_VM_CPIO_H
#define HOOKBENCH_BENCH_VM_CPIO_H

#include <stddef.h>
#include <stdio.h>

struct cpio {
	FILE *file;	      /* the caller's */
	unsigned int entries; /* written so far: the next inode number */
};

/* Paths begin with a slash. The folders above an entry must have been added before. */
void cpio__add_folder(struct cpio *cpio, const char *path);
void cpio__add_file(struct cpio *cpio, const char *path, unsigned int mode, const void *data,
		    size_t size);
void cpio__add_character_device(struct cpio *cpio, const char *path, unsigned int major,
				unsigned int minor);
/* A folder, a file or a symbolic link, as `mode` says: data is what is in it, or where it leads. */
void cpio__add(struct cpio *cpio, const char *path, unsigned int mode, const void *data,
	       size_t size);
void cpio__end(struct cpio *cpio);

#endif
