/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was made before: bench/vm/cache_file.h with names that are made of what the contents depend
 * on. A cache that cannot be used costs time only; nothing is logged.
 */
#ifndef HOOKBENCH_BENCH_VM_KEYED_CACHE_H
#define HOOKBENCH_BENCH_VM_KEYED_CACHE_H

#include <jansson.h>
#include <limits.h>
#include <stddef.h>

#include "bench/vm/cache_file.h"

/* A place for one thing. */
struct keyed_cache {
	char path[PATH_MAX]; /* "": there is no cache */
	char *header;
};

/* What the names of the folder's files end in: ".snapshot" in snapshots, ".vmlinux" in vmlinux. */
void keyed_cache__ending(const char *folder, char *text, size_t size);
/*
 * The place, in the folder of that name, of what depends on `facts` and on nothing else. `label` is
 * the first part of the file's name, for people who look at the cache: NULL or letters, digits and
 * "+-._~". Takes ownership of the facts; NULL: there is no cache.
 */
void keyed_cache__open(struct keyed_cache *cache, const char *folder, const char *label,
		       json_t *facts);
/*
 * 0 with the bytes, at most `most`, for the caller to free; -ENOENT if it is not there, or there is
 * no cache; -EINVAL if something else is; another -errno.
 */
int keyed_cache__read(const struct keyed_cache *cache, size_t most, void **bytes, size_t *size);
/* As cache_file__read_behind and cache_file__write_behind. */
int keyed_cache__read_behind(const struct keyed_cache *cache, size_t before, size_t most,
			     void **bytes, size_t *size, int *file);
int keyed_cache__write_behind(const struct keyed_cache *cache,
			      const struct cache_file_before *before, const void *bytes,
			      size_t size);
/* 0 or -errno. */
int keyed_cache__write(const struct keyed_cache *cache, const void *bytes, size_t size);
void keyed_cache__close(struct keyed_cache *cache);

#endif
