// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_maps.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/hook/user_arena.h"
#include "bench/hook/user_sizes.h"

/* ---- before loading ---- */

/*
 * __type(value, struct event) tells the type of a buffer's events. The kernel wants no sizes in a
 * ring buffer, and descriptors in a perf buffer.
 */
static void set_buffer_sizes(struct bpf_map *map)
{
	bool is_ring = bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF;

	if (!is_ring && bpf_map__type(map) != BPF_MAP_TYPE_PERF_EVENT_ARRAY)
		return;
	bpf_map__set_key_size(map, is_ring ? 0 : sizeof(uint32_t));
	bpf_map__set_value_size(map, is_ring ? 0 : sizeof(uint32_t));
}

/* Said once of maps of one name, as a program and its twin, or two versions of it, have the same.
 */
static void complete_sizes(struct bpf_map *map, const char *arm, const struct map_facts *told)
{
	if (!user_sizes__complete(map) || !told)
		return;
	for (size_t i = 0; i < told->n; i++)
		if (!strcmp(told->v[i].name, bpf_map__name(map)))
			return;
	log__warning(
		"%s: its object gives the map %s no size, which its own loader would do: it has "
		"%u entries here, and values of %u bytes",
		arm, bpf_map__name(map), bpf_map__max_entries(map), bpf_map__value_size(map));
}

void user_maps__prepare(const struct bpf_object *object, const char *arm,
			const struct map_facts *told)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object)
	{
		/* Nothing may outlive this process. */
		bpf_map__set_pin_path(map, NULL);
		set_buffer_sizes(map);
		complete_sizes(map, arm, told);
		/* Would replace a part of the kernel. */
		if (bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS)
			bpf_map__set_autocreate(map, false);
	}
}

/* ---- after loading ---- */

/* The kernel's line in /proc/self/fdinfo; since Linux 6.4, it counts what is in use. */
static int64_t memory_of(int fd)
{
	static const char key[] = "memlock:";
	char path[64], line[128];
	int64_t bytes = COUNT_UNKNOWN;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "re");
	if (!file)
		return bytes;
	while (bytes == COUNT_UNKNOWN && fgets(line, sizeof(line), file))
		if (!strncmp(line, key, strlen(key)))
			bytes = strtoll(line + strlen(key), NULL, 10);
	fclose(file);
	return bytes;
}

int user_maps__list(const struct bpf_object *object, const char *arm, struct map_facts *facts)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object)
	{
		struct map_fact fact;

		/* The kernel of a map that was not created does not know it. */
		if (!bpf_map__autocreate(map) || bpf_map__fd(map) < 0)
			continue;
		map_fact__init(&fact, arm);
		snprintf(fact.name, sizeof(fact.name), "%s", bpf_map__name(map));
		snprintf(fact.type, sizeof(fact.type), "%s", user_arena__type_of(map));
		fact.key_bytes = bpf_map__key_size(map);
		fact.value_bytes = bpf_map__value_size(map);
		fact.entries = bpf_map__max_entries(map);
		fact.memory_bytes = memory_of(bpf_map__fd(map));
		if (map_facts__add(facts, &fact))
			return -ENOMEM;
	}
	return 0;
}
