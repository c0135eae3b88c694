/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The file of a target in a program or library. Hooks there belong to the file itself, not to its
 * name: a file that takes its place is not hooked. In the file, they belong to an offset, whatever
 * is written there.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_TARGET_FILE_H
#define HOOKBENCH_BENCH_PROGRAMS_TARGET_FILE_H

#include <jansson.h>
#include <stdint.h>
#include <sys/types.h>

#include "bench/model/target.h"

/* Which file it is, and in what state. */
struct target_file {
	dev_t device;
	ino_t inode;
	int64_t size, changed_ns;
};

/*
 * Before hooking: whether the target is still what was looked up. 0 with the file; -ENOTSUP or
 * another -errno, logged.
 */
int target_file__open(const struct target *target, struct target_file *file);
/* The state of any file. 0 or -errno, not logged. */
int target_file__look_at(const char *path, struct target_file *file);

/* Parts of a sentence. */
struct target_file_change {
	const char *what; /* happened to the file: "was replaced by another" */
	const char *so;	  /* what that means for the hook */
};

/* After it: what happened to the file meanwhile; NULL: nothing. */
const struct target_file_change *target_file__change(const char *path,
						     const struct target_file *file);

/* For a guest: the field "place" of a request; nothing for a target in no file. */
void target_file__add_to(json_t *request, const struct target *target);
/* The other direction; the wire has checked the types. Without such a field, file is "". */
void target_file__read(const json_t *request, struct target *target);

#endif
