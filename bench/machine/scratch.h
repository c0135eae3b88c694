/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The private folder that the workloads work in.
 *
 * Without --dir it is the root of a tmpfs that is mounted nowhere, so that nothing outlives this
 * process, not even a SIGKILL. With --dir it is a new folder there, named hookbench-scratch-XXXXXX
 * and locked while it is in use; a folder that a killed run left behind is unlocked, and is removed
 * by the next one.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_SCRATCH_H
#define HOOKBENCH_BENCH_MACHINE_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

#define SCRATCH_PREFIX "hookbench-scratch"

struct scratch {
	int fd;		      /* the folder */
	char path[4096];      /* "" if it is mounted nowhere */
	char file_system[32]; /* "tmpfs", "ext4", ...: what it lies on */
};

/* parent: NULL for the tmpfs. 0, or -errno with the reason logged and nothing left behind. */
int scratch__create(struct scratch *scratch, const char *parent);
/* Opens a new, empty folder in it. A descriptor for the caller to close, or -errno, logged. */
int scratch__subfolder(const struct scratch *scratch, unsigned int number);
/* Removes the folder with all that is in it. */
void scratch__remove(struct scratch *scratch);

/*
 * Creates PREFIX-XXXXXX in `parent` and keeps it locked until the descriptor is closed; first
 * removes those of that name and mode (0700) that nobody keeps locked any more. The folder's
 * descriptor, with its path; or -errno, silently.
 */
int scratch__make_locked(const char *parent, const char *prefix, char *path, size_t size);
/*
 * Calls `visit` for each folder in `parent` that scratch__make_locked may have made by that prefix,
 * and that may be opened; `fd` is closed after it. A parent that cannot be read has none.
 */
typedef void (*scratch_fn)(const char *path, int fd, void *context);
void scratch__for_each(const char *parent, const char *prefix, scratch_fn visit, void *context);
/* Whether somebody keeps it locked. */
bool scratch__is_in_use(int fd);
/* Removes a folder with all that is in it, on the file system that it is on. */
void scratch__remove_tree(const char *path);

#endif
