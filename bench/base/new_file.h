/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes a file completely or not at all. */
#ifndef HOOKBENCH_BENCH_BASE_NEW_FILE_H
#define HOOKBENCH_BENCH_BASE_NEW_FILE_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Writes to a temporary file next to `path`, then renames it: a reader of `path` sees either the
 * old contents or all of the new. `write` returns 0 or -errno; errors of the stream are checked
 * here. 0, or -errno, not logged, with `path` unchanged and no temporary file left: -ENOTSUP for a
 * special file, which would be replaced.
 */
int new_file__write(const char *path, int (*write)(FILE *file, const void *what), const void *what);
/* The same for a file that a user has named: a special file is written in place. */
int new_file__write_or_fill(const char *path, int (*write)(FILE *file, const void *what),
			    const void *what);

/*
 * Whether `path` is a special file: a pipe, a terminal, /dev/null. It can be read only once, if it
 * ends at all.
 */
bool new_file__is_special(const char *path);
/* Checks that `path` could be written. 0 or -errno, logged. */
int new_file__check(const char *path);

#endif
