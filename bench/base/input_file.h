/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of a file that the user named, whatever it may be. */
#ifndef HOOKBENCH_BENCH_BASE_INPUT_FILE_H
#define HOOKBENCH_BENCH_BASE_INPUT_FILE_H

#include <stddef.h>

/*
 * Reads a regular file of at most `most` bytes; never waits for a pipe or a device. `what` says in
 * messages what it should be: "a program". 0 with the bytes, for the caller to free, followed by a
 * NUL that `size` does not count; or -errno, logged.
 */
int input_file__read(const char *path, const char *what, size_t most, void **bytes, size_t *size);
/*
 * For those who read by other means, which might wait for ever: "a folder", "a pipe", or what else
 * the path leads to instead of a regular file. NULL if it is one, or leads nowhere.
 */
const char *input_file__other_kind(const char *path);

#endif
