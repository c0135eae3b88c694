// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/twin_maps.h"

#include <linux/bpf.h>
#include <stdbool.h>
#include <string.h>

#include "bench/objects/object_btf.h"

/* More than these is not what the header defines. */
#define VALUE_MOST   4096
#define ENTRIES_MOST (1 << 20)

static const struct {
	const char *name;
	enum bpf_map_type type;
} usdt_maps[TWIN_MAPS_MOST] = {
	{ "__bpf_usdt_specs", BPF_MAP_TYPE_ARRAY },
	{ "__bpf_usdt_ip_to_spec_id", BPF_MAP_TYPE_HASH },
};

/* By the first word of the section. */
static bool is_for_usdt(const struct bpf_elf_program *program)
{
	const char *section = program->section + (program->section[0] == '?');
	size_t length = strcspn(section, "/");

	return (length == strlen("usdt") && !strncmp(section, "usdt", length)) ||
	       (length == strlen("usdt.s") && !strncmp(section, "usdt.s", length));
}

static bool has_usdt(const struct bpf_elf *elf)
{
	for (size_t i = 0; i < elf->n; i++)
		if (is_for_usdt(&elf->programs[i]))
			return true;
	return false;
}

/* ---- reading ---- */

static const struct btf_type *peel(const struct btf *btf, uint32_t id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	for (int i = 0; type && (btf_is_mod(type) || btf_is_typedef(type)) && i < 32; i++)
		type = btf__type_by_id(btf, type->type);
	return type;
}

/* What a member of a definition points to; NULL if it is no pointer. */
static const struct btf_type *pointed_to(const struct btf *btf, const struct btf_member *member,
					 uint32_t *id)
{
	const struct btf_type *pointer = peel(btf, member->type);

	if (!pointer || !btf_is_ptr(pointer))
		return NULL;
	*id = pointer->type;
	return peel(btf, pointer->type);
}

/* __uint(name, n) is a pointer to an array of n; __type(name, type) is a pointer to the type. */
static void read_member(const struct btf *btf, const struct btf_member *member,
			struct twin_map *map)
{
	const char *name = btf__name_by_offset(btf, member->name_off);
	const struct btf_type *type;
	uint32_t id = 0;
	int64_t size;

	type = name ? pointed_to(btf, member, &id) : NULL;
	if (!type)
		return;
	size = btf__resolve_size(btf, id);
	if (!strcmp(name, "max_entries") && btf_is_array(type))
		map->max_entries = btf_array(type)->nelems;
	else if (!strcmp(name, "key") && size > 0 && size <= VALUE_MOST)
		map->key_size = (uint32_t)size;
	else if (!strcmp(name, "value") && size > 0 && size <= VALUE_MOST)
		map->value_size = (uint32_t)size;
}

static bool is_map(const struct btf *btf, uint32_t id, const char *name)
{
	const struct btf_type *type = btf__type_by_id(btf, id);
	const char *is = type && btf_is_var(type) ? btf__name_by_offset(btf, type->name_off) : NULL;

	return is && !strcmp(is, name);
}

static bool read_map(const struct btf *btf, struct twin_map *map)
{
	const struct btf_type *definition = NULL;

	for (uint32_t id = 1; id < btf__type_cnt(btf) && !definition; id++)
		if (is_map(btf, id, map->name))
			definition = peel(btf, btf__type_by_id(btf, id)->type);
	if (!definition || !btf_is_struct(definition))
		return false;
	for (unsigned int i = 0; i < btf_vlen(definition); i++)
		read_member(btf, &btf_members(definition)[i], map);
	return map->key_size && map->value_size && map->max_entries &&
	       map->max_entries <= ENTRIES_MOST;
}

void twin_maps__find(const struct bpf_elf *elf, const void *bytes, size_t size,
		     struct twin_maps *maps)
{
	struct btf *btf = has_usdt(elf) ? object_btf__read(bytes, size) : NULL;
	bool found = btf;

	*maps = (struct twin_maps){ .n = 0 };
	for (size_t i = 0; i < TWIN_MAPS_MOST && found; i++) {
		maps->v[i] =
			(struct twin_map){ .name = usdt_maps[i].name, .type = usdt_maps[i].type };
		found = read_map(btf, &maps->v[i]);
	}
	maps->n = found ? TWIN_MAPS_MOST : 0;
	btf__free(btf);
}

/* ---- writing ---- */

/* The types that definitions are made of: their numbers in the BTF. */
struct basics {
	int integer, index;
};

/* A pointer to an array of n. */
static int add_number(struct btf *btf, const struct basics *basics, uint32_t n)
{
	int array = btf__add_array(btf, basics->index, basics->integer, n);

	return array < 0 ? array : btf__add_ptr(btf, array);
}

static int add_definition(struct btf *btf, const struct basics *basics, const struct twin_map *map)
{
	const struct {
		const char *name;
		uint32_t value;
	} members[] = {
		{ "type", map->type },
		{ "key_size", map->key_size },
		{ "value_size", map->value_size },
		{ "max_entries", map->max_entries },
	};
	int types[sizeof(members) / sizeof(*members)], id, err = 0;

	_Static_assert(sizeof(members) / sizeof(*members) * 8 == TWIN_MAP_DEFINITION,
		       "a definition is as long as its pointers");
	for (size_t i = 0; i < sizeof(members) / sizeof(*members) && !err; i++) {
		types[i] = add_number(btf, basics, members[i].value);
		err = types[i] < 0 ? types[i] : 0;
	}
	id = err ? err : btf__add_struct(btf, NULL, TWIN_MAP_DEFINITION);
	for (size_t i = 0; i < sizeof(members) / sizeof(*members) && !err && id > 0; i++)
		err = btf__add_field(btf, members[i].name, types[i], (uint32_t)i * 64, 0);
	return err || id < 0 ? -1 : btf__add_var(btf, map->name, BTF_VAR_GLOBAL_ALLOCATED, id);
}

static int add_maps(struct btf *btf, const struct twin_maps *maps)
{
	struct basics basics = { .integer = btf__add_int(btf, "int", 4, BTF_INT_SIGNED) };
	int variables[TWIN_MAPS_MOST], err = basics.integer < 0;

	basics.index = basics.integer;
	for (size_t i = 0; i < maps->n && !err; i++) {
		variables[i] = add_definition(btf, &basics, &maps->v[i]);
		err = variables[i] < 0;
	}
	if (!err)
		err = btf__add_datasec(btf, TWIN_MAPS_SECTION,
				       (uint32_t)maps->n * TWIN_MAP_DEFINITION) < 0;
	for (size_t i = 0; i < maps->n && !err; i++)
		err = btf__add_datasec_var_info(btf, variables[i],
						(uint32_t)i * TWIN_MAP_DEFINITION,
						TWIN_MAP_DEFINITION) != 0;
	return err;
}

struct btf *twin_maps__make_btf(const struct twin_maps *maps)
{
	struct btf *btf = btf__new_empty();

	if (!btf)
		return NULL;
	if (!add_maps(btf, maps))
		return btf;
	btf__free(btf);
	return NULL;
}
