/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HOOKBENCH_BENCH_PROGRAMS_EXEC_PROGRAM_H
#define HOOKBENCH_BENCH_PROGRAMS_EXEC_PROGRAM_H

/*
 * Like execvp, but a file that the kernel does not take is not given to a shell: whether a script
 * runs must not depend on who starts it. Returns only on failure: the error, positive, and in
 * `path` (PATH_MAX bytes) the file that was tried last; "" if PATH has none.
 */
int exec_program(char *const *command, char *path);

#endif
