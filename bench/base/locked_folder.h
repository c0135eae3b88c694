/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Temporary folders that are locked while in use. A folder left behind by a killed process is
 * unlocked, and the next process removes it.
 */
#ifndef HOOKBENCH_BENCH_BASE_LOCKED_FOLDER_H
#define HOOKBENCH_BENCH_BASE_LOCKED_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Removes the folders in `parent` of that name and mode (0700) that are no longer locked, then
 * creates PREFIX-XXXXXX, which stays locked until the descriptor is closed. Meanwhile `parent` is
 * locked; what another process locks is waited for, for a limited time, which is logged. Returns
 * the folder's descriptor and its path; or -errno, not logged: -EWOULDBLOCK if `parent` stays
 * locked, -EINTR if a signal came meanwhile.
 */
int locked_folder__make(const char *parent, const char *prefix, char *path, size_t size);
/* Like strerror, for its -errno. */
const char *locked_folder__error(int err);
/* How long it waits; tests make it shorter. */
extern unsigned int locked_folder__patience_ms;
/*
 * Calls `visit` for each folder in `parent` that locked_folder__make may have made with that prefix
 * and that can be opened. `fd` is closed when `visit` returns. A parent that cannot be read counts
 * as empty.
 */
typedef void (*locked_folder_fn)(const char *path, int fd, void *context);
void locked_folder__for_each(const char *parent, const char *prefix, locked_folder_fn visit,
			     void *context);
/* Whether a process holds its lock. */
bool locked_folder__is_in_use(int fd);
/*
 * Removes a folder and its contents, or a file, without leaving its file system or following a
 * link. 0 or -errno, not logged; it goes on after an error. What is not there is removed.
 */
int locked_folder__remove_tree(const char *path);

#endif
