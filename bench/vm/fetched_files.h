/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that come back from a guest, each into a folder of this machine under its own last name.
 * They are kept in memory until the guest has told that they are whole, and replace what is there.
 */
#ifndef HOOKBENCH_BENCH_VM_FETCHED_FILES_H
#define HOOKBENCH_BENCH_VM_FETCHED_FILES_H

#include <jansson.h>
#include <stddef.h>

#include "bench/wire/wire.h"

#define FETCH_MAX WIRE_MAX_FILES

struct fetched_files {
	char *const *paths; /* in the guest; end with NULL */
	const char *folder; /* here */
	int kept[FETCH_MAX];
};

/*
 * `paths` ends with NULL, and is borrowed like `folder`. -EINVAL if there are too many, one has no
 * last name, or two have the same; another -errno if they cannot be written; logged. Close in the
 * first case.
 */
int fetched_files__open(struct fetched_files *fetch, char *const *paths, const char *folder);
void fetched_files__close(struct fetched_files *fetch);

size_t fetched_files__count(const struct fetched_files *fetch);
/* More of the file with that index, which is below fetched_files__count. */
void fetched_files__take(struct fetched_files *fetch, size_t i, const void *data, size_t size);

/*
 * Writes what is whole. `told`: a list as results/README.md has it for `fetched`; a file that is
 * not in it, or has an error there, is not written. 0 if all are; else -errno, logged.
 */
int fetched_files__write(const struct fetched_files *fetch, const json_t *told);

#endif
