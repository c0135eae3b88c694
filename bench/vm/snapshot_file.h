/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of snapshots, in a folder that belongs to the user alone. For bench/vm/snapshot.c. */
#ifndef HOOKBENCH_BENCH_VM_SNAPSHOT_FILE_H
#define HOOKBENCH_BENCH_VM_SNAPSHOT_FILE_H

#include <stddef.h>

#define SNAPSHOT_SUFFIX ".snapshot"

/*
 * The folder of snapshots, below XDG_CACHE_HOME or ~/.cache; made if it is missing. 0; -ENOENT if
 * there is no home; -EPERM if it, or what it is made in, belongs to another user or can be changed
 * by others; another -errno. Nothing is logged.
 */
int snapshot_file__folder(char *path, size_t size);
/*
 * Reads the state whose header is `header`, of at most `most` bytes. 0 with the state, for the
 * caller to free; -ENOENT if there is no file; -EINVAL if it is not such a snapshot, damaged, or of
 * another user; another -errno. Nothing is logged.
 */
int snapshot_file__read(const char *path, const char *header, size_t most, void **state,
			size_t *size);
/*
 * Writes it whole or not at all, then removes the least recently used snapshots beyond the cache's
 * limit (HOOKBENCH_CACHE_LIMIT bytes, 2 GiB by default). 0 or -errno, not logged.
 */
int snapshot_file__write(const char *path, const char *header, const void *state, size_t size);

#endif
