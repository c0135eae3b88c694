/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why the kernel does not run a file that is there. */
#ifndef HOOKBENCH_BENCH_MACHINE_SCRIPT_H
#define HOOKBENCH_BENCH_MACHINE_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first line of a script, "#!/usr/bin/env bash", without "#!", spaces before it, and the
 * newline. False if the file has none.
 */
bool script__first_line(const char *path, char *line, size_t size);
/*
 * What is wrong with a file that the kernel refused with `error`: of ENOEXEC and ENOENT, in words
 * that say what to do; of others, the error's.
 */
void script__explain(const char *path, int error, char *why, size_t size);

#endif
