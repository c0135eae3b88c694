/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files fetched from a guest, each written to a folder of this machine under its base name. They
 * are kept in memory until the guest has reported that they are complete, and then replace existing
 * files.
 */
#ifndef HOOKBENCH_BENCH_VM_FETCHED_FILES_H
#define HOOKBENCH_BENCH_VM_FETCHED_FILES_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/wire/wire.h"

#define FETCH_MAX WIRE_MAX_FILES

struct fetched_files {
	char *const *paths; /* in the guest; end with NULL */
	const char *folder; /* here */
	int kept[FETCH_MAX];
	uint64_t size; /* bytes of all files so far */
};

/*
 * `paths` ends with NULL, and is borrowed like `folder`. 0: close it then; -EINVAL if there are too
 * many, one has no base name, or two have the same; another -errno if they cannot be written;
 * logged.
 */
int fetched_files__open(struct fetched_files *fetch, char *const *paths, const char *folder);
void fetched_files__close(struct fetched_files *fetch);

size_t fetched_files__count(const struct fetched_files *fetch);
/*
 * Adds bytes to file `i`, which is below fetched_files__count. 0; -EFBIG, logged, if all files
 * together become larger than the memory of the guest, where they cannot come from.
 */
int fetched_files__take(struct fetched_files *fetch, size_t i, const void *data, size_t size,
			unsigned int memory_mib);

/*
 * Writes the complete files. `listed`: the guest's list, as `fetched` in results/README.md; a file
 * that is missing there or has an error is not written. 0 if all were written; else -errno, logged.
 */
int fetched_files__write(const struct fetched_files *fetch, const json_t *listed);

#endif
