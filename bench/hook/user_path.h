/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that programs' sections name, found as libbpf does. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_PATH_H
#define HOOKBENCH_BENCH_HOOK_USER_PATH_H

#include <limits.h>

/*
 * With a slash, the file itself; otherwise, a library (libc.so.6) in the system's folders, or a
 * program in PATH. 0 with its path; -ENOENT.
 */
int user_path__find(const char *file, char path[PATH_MAX]);

#endif
