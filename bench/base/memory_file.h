/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes as a file without a path, for another program, which opens /proc/self/fd/NUMBER. */
#ifndef HOOKBENCH_BENCH_BASE_MEMORY_FILE_H
#define HOOKBENCH_BENCH_BASE_MEMORY_FILE_H

#include <stddef.h>

/*
 * A descriptor of a file with these bytes, closed on exec. `name` is shown in /proc. -errno on
 * failure, not logged.
 */
int memory_file__make(const char *name, const void *bytes, size_t size);

#endif
