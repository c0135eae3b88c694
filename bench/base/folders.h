/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Folders with their parents: made, and removed again if what was to be in them failed. */
#ifndef HOOKBENCH_BENCH_BASE_FOLDERS_H
#define HOOKBENCH_BENCH_BASE_FOLDERS_H

#include <stddef.h>

/*
 * Creates a folder and its missing parents. `there`, unless it is NULL, gets the length of what
 * there was of the path before, for folders__remove_made. 0 or -errno, not logged.
 */
int folders__make(const char *path, size_t *there);
/* Removes those that folders__make has created, also where it failed, if they are empty. */
void folders__remove_made(const char *path, size_t there);

#endif
