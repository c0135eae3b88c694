// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/vm/keyed_cache.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/checksum.h"
#include "bench/vm/cache_file.h"

void keyed_cache__ending(const char *folder, char *text, size_t size)
{
	size_t n = strlen(folder);

	/* One of several. */
	n -= n && folder[n - 1] == 's';
	snprintf(text, size, ".%.*s", (int)n, folder);
}

void keyed_cache__open(struct keyed_cache *cache, const char *folder, const char *label,
		       json_t *facts)
{
	/* Sorted and in ASCII: the same facts are always the same text. */
	char *text = facts ? json_dumps(facts, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII)
			   : NULL,
	     in[PATH_MAX];
	bool has_label = label && label[0];
	char ending[32];

	json_decref(facts);
	keyed_cache__ending(folder, ending, sizeof(ending));
	*cache = (struct keyed_cache){ 0 };
	if (text && asprintf(&cache->header, "%s\n", text) < 0)
		cache->header = NULL;
	free(text);
	if (!cache->header || cache_file__folder(folder, in, sizeof(in)))
		return;
	if ((size_t)snprintf(cache->path, sizeof(cache->path), "%s/%s%s%08x%s", in,
			     has_label ? label : "", has_label ? "-" : "",
			     checksum__add(0, cache->header, strlen(cache->header)),
			     ending) >= sizeof(cache->path))
		cache->path[0] = '\0';
}

int keyed_cache__read(const struct keyed_cache *cache, size_t most, void **bytes, size_t *size)
{
	return cache->path[0] ? cache_file__read(cache->path, cache->header, most, bytes, size)
			      : -ENOENT;
}

int keyed_cache__read_behind(const struct keyed_cache *cache, size_t before, size_t most,
			     void **bytes, size_t *size, int *file)
{
	return cache->path[0] ? cache_file__read_behind(cache->path, before, cache->header, most,
							bytes, size, file)
			      : -ENOENT;
}

int keyed_cache__write(const struct keyed_cache *cache, const void *bytes, size_t size)
{
	return cache->path[0] ? cache_file__write(cache->path, cache->header, bytes, size) : 0;
}

int keyed_cache__write_behind(const struct keyed_cache *cache,
			      const struct cache_file_before *before, const void *bytes,
			      size_t size)
{
	return cache->path[0]
		       ? cache_file__write_behind(cache->path, before, cache->header, bytes, size)
		       : 0;
}

void keyed_cache__close(struct keyed_cache *cache)
{
	free(cache->header);
	*cache = (struct keyed_cache){ 0 };
}
