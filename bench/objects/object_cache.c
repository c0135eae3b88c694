// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/object_cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/checksum.h"
#include "bench/vm/cache_file.h"

void object_cache__open(struct object_cache *cache, const char *folder, json_t *facts)
{
	/* Sorted and in ASCII: the same facts are always the same text. */
	char *text = facts ? json_dumps(facts, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII)
			   : NULL,
	     in[PATH_MAX];

	json_decref(facts);
	*cache = (struct object_cache){ 0 };
	if (text && asprintf(&cache->header, "%s\n", text) < 0)
		cache->header = NULL;
	free(text);
	if (!cache->header || cache_file__folder(folder, in, sizeof(in)))
		return;
	if ((size_t)snprintf(cache->path, sizeof(cache->path), "%s/%08x.%s", in,
			     checksum__add(0, cache->header, strlen(cache->header)),
			     folder) >= sizeof(cache->path))
		cache->path[0] = '\0';
}

bool object_cache__read(const struct object_cache *cache, size_t most, void **bytes, size_t *size)
{
	return cache->path[0] && !cache_file__read(cache->path, cache->header, most, bytes, size);
}

void object_cache__write(const struct object_cache *cache, const void *bytes, size_t size)
{
	if (cache->path[0])
		cache_file__write(cache->path, cache->header, bytes, size);
}

void object_cache__close(struct object_cache *cache)
{
	free(cache->header);
	*cache = (struct object_cache){ 0 };
}
