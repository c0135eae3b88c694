/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was made before: bench/vm/cache_file.h with names that are made of what they depend on. A
 * cache that cannot be used costs time only; nothing is logged.
 */
#ifndef HOOKBENCH_BENCH_OBJECTS_OBJECT_CACHE_H
#define HOOKBENCH_BENCH_OBJECTS_OBJECT_CACHE_H

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* A place for one thing. */
struct object_cache {
	char path[PATH_MAX]; /* "": there is no cache */
	char *header;
};

/*
 * The place, in the folder of that name, of what depends on `facts` and on nothing else. Takes
 * ownership of the facts; NULL: there is no cache.
 */
void object_cache__open(struct object_cache *cache, const char *folder, json_t *facts);
/* Whether it is there, then with the bytes, at most `most`, for the caller to free. */
bool object_cache__read(const struct object_cache *cache, size_t most, void **bytes, size_t *size);
void object_cache__write(const struct object_cache *cache, const void *bytes, size_t size);
void object_cache__close(struct object_cache *cache);

#endif
