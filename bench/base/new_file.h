/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file that takes its place whole or not at all. */
#ifndef HOOKBENCH_BENCH_BASE_NEW_FILE_H
#define HOOKBENCH_BENCH_BASE_NEW_FILE_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Writes to a file beside `path`, and moves it there: whoever opens `path` finds what was there
 * before or all of the new. write: 0 or -errno; what only the stream knows to have failed is asked
 * of it. 0 or -errno, not logged; then `path` is as it was, and nothing lies beside it.
 */
int new_file__write(const char *path, int (*write)(FILE *file, const void *what), const void *what);

/* Whether there is nothing to replace at `path`: a pipe, a terminal, /dev/null. */
bool new_file__is_special(const char *path);
/* Whether something could be written there. 0 or -errno, logged. */
int new_file__check(const char *path);

#endif
