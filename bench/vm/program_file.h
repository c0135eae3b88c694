/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of this machine that a guest is to run. */
#ifndef HOOKBENCH_BENCH_VM_PROGRAM_FILE_H
#define HOOKBENCH_BENCH_VM_PROGRAM_FILE_H

#include <limits.h>
#include <stdbool.h>

#include "bench/vm/guest_arch.h"

/* Finds a program as execvp does. 0; -ENOENT or -EACCES, not logged. */
int program_file__find(const char *name, char path[PATH_MAX]);
/* Whether a kernel takes it, as ELF or a script. 0; or, logged, what execve would fail with. */
int program_file__check(const char *path, const struct guest_arch *arch);
/* Whether it is one of the system's commands, and not for that architecture. */
bool program_file__has_stand_in(const char *path, const struct guest_arch *arch);
/*
 * What stands in for such a command: busybox for the guest's architecture, which
 * scripts/build-guest has fetched. 0 with its path; -EACCES, logged, if it is not there, or has no
 * such command.
 */
int program_file__stand_in(const char *program, const struct guest_arch *arch, char path[PATH_MAX]);

#endif
