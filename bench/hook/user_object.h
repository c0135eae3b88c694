/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A user's BPF object, which is hooked like a backend's: see arms.h. */
#ifndef HOOKBENCH_BENCH_HOOK_USER_OBJECT_H
#define HOOKBENCH_BENCH_HOOK_USER_OBJECT_H

#include <stddef.h>

#include "bench/model/plan.h"

#define USER_MAX_PROGRAMS 256 /* of an object */

/* What is done with the programs and libraries that sections such as uprobe/FILE:FUNCTION name. */
enum user_files {
	USER_FILES_OF_WORKLOAD, /* refused: only functions of a workload are called */
	USER_FILES_OF_COMMAND,	/* hooked: a command runs, and the files are here */
	USER_FILES_INSPECTED,	/* nothing is attached: they are looked up after loading */
};

struct user_object {
	char arm[NAME_SIZE];
	const void *bytes; /* ELF; not owned */
	size_t size;
	const struct plan_settings *settings;
};

/*
 * Receives each event of the object's ring and perf buffers, in the draining thread. The data are
 * valid during the call only.
 */
typedef void (*user_event_fn)(const char *map, const void *data, size_t size, void *context);

#endif
