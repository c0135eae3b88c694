// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/object_map.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

bool object_map__is_named(const char *name, const char *end)
{
	size_t length = strlen(name), end_length = strlen(end);

	return length >= end_length && !strcmp(name + length - end_length, end);
}

struct bpf_map *object_map__find(const struct bpf_object *object, const char *name)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object)
	{
		if (object_map__is_named(bpf_map__name(map), name))
			return map;
	}
	return NULL;
}

int object_map__fd(const struct bpf_object *object, const char *name)
{
	return bpf_map__fd(object_map__find(object, name));
}

const void *object_map__read_section(const struct bpf_object *object, const char *name, size_t size)
{
	void *data = mmap(NULL, size, PROT_READ, MAP_SHARED, object_map__fd(object, name), 0);

	return data == MAP_FAILED ? NULL : data;
}

void object_map__unmap(const void *data, size_t size)
{
	if (data)
		munmap((void *)data, size);
}

int object_map__set_constant(const struct bpf_object *object, const char *section, uint32_t value)
{
	struct bpf_map *map = object_map__find(object, section);

	return map ? bpf_map__set_initial_value(map, &value, sizeof(value)) : -ENOENT;
}
