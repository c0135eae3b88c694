/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is in the user's cache: see cache_file.h, and scripts/fetch-kernel for the kernels. */
#ifndef HOOKBENCH_BENCH_VM_CACHE_LIST_H
#define HOOKBENCH_BENCH_VM_CACHE_LIST_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* A folder of the cache. Everything in it can be made, or fetched, again. */
struct cache_kind {
	const char *name;
	/* How its entries' names begin, up to NULL; NULL: they are those of keyed_cache.h. */
	const char *const *beginnings;
	const char *lock; /* the file that who changes the folder has locked; NULL: nobody has */
};

extern const struct cache_kind cache_kinds[]; /* ends with a row without a name */

/* A file, or a folder that belongs together. */
struct cache_entry {
	const struct cache_kind *kind;
	char name[NAME_MAX + 1]; /* whatever is there */
	uint64_t bytes;		 /* on the disk */
	time_t used;
};

struct cache_list {
	struct cache_entry *v;
	size_t n;
};

/*
 * Reads the folders of that kind, or of all (NULL), by kind and name. What does not look like
 * something of hookbench, or is another user's, is left out. 0: free it then; or -errno, logged. A
 * cache that is not there is empty.
 */
int cache_list__read(const char *kind, struct cache_list *list);
void cache_list__free(struct cache_list *list);
/*
 * Removes one. 0; -EBUSY if fetch-kernel is at work, or another -errno, logged. One that has gone
 * meanwhile is removed.
 */
int cache_list__remove(const struct cache_entry *entry);

#endif
