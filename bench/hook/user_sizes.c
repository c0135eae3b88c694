// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_sizes.h"

#include <bpf/libbpf.h>
#include <stddef.h>
#include <stdint.h>

/* What a map gets that has none: as many entries as bcc's tools give theirs. */
#define ENTRIES 10240
/* A power of 2, and of whole pages. */
#define RING_BYTES (256U << 10)
/* As deep as the kernel follows a stack by default: kernel.perf_event_max_stack. */
#define STACK_BYTES (127 * sizeof(uint64_t))

/* Which older headers lack. */
#define MAP_TYPE_CGRP_STORAGE ((enum bpf_map_type)32)
#define MAP_TYPE_ARENA	      ((enum bpf_map_type)33)

/* Types whose maps the kernel or libbpf sizes, and those that must have no entries. */
static const struct {
	enum bpf_map_type type;
	unsigned int entries, value_bytes; /* 0: stays as it is */
} special[] = {
	{ BPF_MAP_TYPE_RINGBUF, RING_BYTES, 0 },
	{ BPF_MAP_TYPE_USER_RINGBUF, RING_BYTES, 0 },
	{ BPF_MAP_TYPE_STACK_TRACE, ENTRIES, STACK_BYTES },
	{ BPF_MAP_TYPE_PERF_EVENT_ARRAY, 0, 0 },
	{ BPF_MAP_TYPE_STRUCT_OPS, 0, 0 },
	{ BPF_MAP_TYPE_SK_STORAGE, 0, 0 },
	{ BPF_MAP_TYPE_INODE_STORAGE, 0, 0 },
	{ BPF_MAP_TYPE_TASK_STORAGE, 0, 0 },
	{ MAP_TYPE_CGRP_STORAGE, 0, 0 },
	{ MAP_TYPE_ARENA, 0, 0 },
	{ BPF_MAP_TYPE_CGROUP_STORAGE, 0, 0 },
	{ BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE, 0, 0 },
};

bool user_sizes__complete(struct bpf_map *map)
{
	unsigned int entries = ENTRIES, value_bytes = 0;
	bool lacks_some = false;

	if (bpf_map__is_internal(map))
		return false;
	for (size_t i = 0; i < sizeof(special) / sizeof(*special); i++)
		if (special[i].type == bpf_map__type(map)) {
			entries = special[i].entries;
			value_bytes = special[i].value_bytes;
		}
	if (entries && !bpf_map__max_entries(map))
		lacks_some = !bpf_map__set_max_entries(map, entries);
	if (value_bytes && !bpf_map__value_size(map))
		lacks_some |= !bpf_map__set_value_size(map, value_bytes);
	return lacks_some;
}
