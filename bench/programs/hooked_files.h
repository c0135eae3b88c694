/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The programs and libraries in which there are hooks, and whether they stay what they were. */
#ifndef HOOKBENCH_BENCH_PROGRAMS_HOOKED_FILES_H
#define HOOKBENCH_BENCH_PROGRAMS_HOOKED_FILES_H

#include <limits.h>
#include <stddef.h>

#include "bench/programs/target_file.h"

struct hook;

/* { 0 }: none. */
struct hooked_files {
	size_t n;
	struct hooked_file {
		char path[PATH_MAX];
		struct target_file state; /* when it was added */
	} * v;
};

/*
 * Adds that of a target in a file, after checking that it is still what was looked up: see
 * target_file__open. 0 or -errno, logged.
 */
int hooked_files__open_target(struct hooked_files *files, const struct target *target);
/* Adds a file in that state, unless it is there. 0 or -ENOMEM, logged. */
int hooked_files__add(struct hooked_files *files, const char *path,
		      const struct target_file *state);
/*
 * Adds those that the programs of a user's object hook, as they are now; before hook__attach, so
 * that no change is missed. 0 or -ENOMEM, logged.
 */
int hooked_files__add_of(struct hooked_files *files, const struct hook *hook);
/* What happened to file `i` since then; NULL: nothing. */
const struct target_file_change *hooked_files__change(const struct hooked_files *files, size_t i);
void hooked_files__free(struct hooked_files *files);

#endif
