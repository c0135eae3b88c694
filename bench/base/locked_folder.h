/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Temporary folders that are locked while they are in use. A folder that a killed process left
 * behind is unlocked, and the next one removes it.
 */
#ifndef HOOKBENCH_BENCH_BASE_LOCKED_FOLDER_H
#define HOOKBENCH_BENCH_BASE_LOCKED_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Creates PREFIX-XXXXXX in `parent` and keeps it locked until the descriptor is closed; first
 * removes the folders of that name and mode (0700) that are no longer locked. The folder's
 * descriptor, with its path; or -errno, silently.
 */
int locked_folder__make(const char *parent, const char *prefix, char *path, size_t size);
/*
 * Calls `visit` for each folder in `parent` that locked_folder__make may have made with that
 * prefix, and that may be opened; `fd` is closed after it. A parent that cannot be read has none.
 */
typedef void (*locked_folder_fn)(const char *path, int fd, void *context);
void locked_folder__for_each(const char *parent, const char *prefix, locked_folder_fn visit,
			     void *context);
/* Whether a process keeps it locked. */
bool locked_folder__is_in_use(int fd);
/* Removes a folder with all that is in it, on the file system that it is on. */
void locked_folder__remove_tree(const char *path);

#endif
