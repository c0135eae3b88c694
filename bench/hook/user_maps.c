// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_maps.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/hook/user_arena.h"

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
