/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether what was written to a stream has arrived, and if not, why. */
#ifndef HOOKBENCH_BENCH_BASE_WRITTEN_FILE_H
#define HOOKBENCH_BENCH_BASE_WRITTEN_FILE_H

#include <stdio.h>

/*
 * Writes out what the stream still holds. 0, or -errno: of this writing; of an earlier one that
 * failed, the last errno if it is one of writing, -EPIPE if the reader of a pipe has gone, -EBADF
 * if the file is not open for writing, and otherwise -EIO. Not logged.
 */
int written_file__flush(FILE *file);
/* The same, and closes it in any case. */
int written_file__close(FILE *file);

#endif
