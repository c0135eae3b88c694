// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/user_arena.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

/* BPF_MAP_TYPE_ARENA, which older headers lack. */
#define MAP_TYPE_ARENA 33

static bool is_arena(const struct bpf_map *map)
{
	return (int)bpf_map__type(map) == MAP_TYPE_ARENA;
}

static bool libbpf_maps_arenas(void)
{
	return libbpf_major_version() > 1 || libbpf_minor_version() >= 4;
}

/* The address that it has once remains its own after it is unmapped. */
static bool give_address(int fd, size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	return memory != MAP_FAILED && !munmap(memory, size);
}

static void make(struct bpf_map *map)
{
	LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = bpf_map__map_flags(map));
	unsigned int pages = bpf_map__max_entries(map);
	int fd = bpf_map_create((enum bpf_map_type)MAP_TYPE_ARENA, bpf_map__name(map), 0, 0, pages,
				&options);

	if (fd < 0)
		return;
	if (give_address(fd, (size_t)pages * (size_t)sysconf(_SC_PAGESIZE)))
		bpf_map__reuse_fd(map, fd);
	close(fd);
}

void user_arena__make_all(const struct bpf_object *object)
{
	struct bpf_map *map;

	if (libbpf_maps_arenas())
		return;
	bpf_object__for_each_map(map, object)
	{
		/* map_extra is an address that the object chose. */
		if (is_arena(map) && bpf_map__autocreate(map) && !bpf_map__map_extra(map))
			make(map);
	}
}

const char *user_arena__type_of(const struct bpf_map *map)
{
	const char *type = libbpf_bpf_map_type_str(bpf_map__type(map));

	if (type)
		return type;
	return is_arena(map) ? "arena" : "";
}
