/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --target FILE:FUNCTION and FILE+OFFSET: a place in a program or library of this machine. */
#ifndef HOOKBENCH_BENCH_EXECUTE_USER_TARGET_H
#define HOOKBENCH_BENCH_EXECUTE_USER_TARGET_H

#include "bench/base/cmdline.h"
#include "bench/model/target.h"
#include "bench/vm/guest_arch.h"
#include "bench/vm/where.h"

/*
 * Finds the place. A name without a slash is that of a library, as in libc.so.6, or else of a
 * program in PATH. arch: of the kernel, and so of the file. 0; or -errno, logged with what is wrong
 * and what to do: never -ENOENT and -EACCES, which are about commands.
 */
int user_target__find(const char *name, const struct guest_arch *arch, struct target *target);
/*
 * The same for the kernel that is hooked. A target that is no place in a file leaves target->file
 * empty.
 */
int user_target__find_where(const char *name, const struct where *where, struct target *target);
/* Of the kernel that is hooked. 0 or -errno, logged. */
int user_target__arch(const struct where *where, const struct guest_arch **arch);

/* Logs why the commands may not have hit the place at all: which of them has the file, or not. */
void user_target__explain_no_hits(const struct target *target, const struct guest_arch *arch,
				  const struct cmdline *line);
/* The same of a place that a program's section names; file: its path. */
void user_target__explain_no_runs(const char *place, const char *file,
				  const struct guest_arch *arch, const struct cmdline *line);

#endif
