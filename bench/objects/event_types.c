// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/event_types.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/similar_names.h"
#include "bench/objects/event_value.h"
#include "bench/objects/object_btf.h"

/* ---- BTF ---- */

static const char *name_of(const struct btf *btf, const struct btf_type *type)
{
	const char *name = type ? btf__name_by_offset(btf, type->name_off) : NULL;

	return name ? name : "";
}

static bool is_struct(const struct btf *btf, uint32_t id)
{
	const struct btf_type *type = event_value__peel(btf, id);

	return type && btf_is_composite(type) && type->size;
}

/* ---- the one that is named ---- */

static int find_wanted(struct event_types *types, const char *name, const char *wanted)
{
	struct similar_names near;
	char text[256];

	if (!types->btf)
		return log__fail(
			-EINVAL,
			"%s has no BTF, and so no struct %s; compile it with -g, and do not strip .BTF",
			name, wanted);
	similar_names__start(&near, wanted);
	for (uint32_t id = 1; id < btf__type_cnt(types->btf); id++) {
		const struct btf_type *type = btf__type_by_id(types->btf, id);
		const char *other = name_of(types->btf, type);

		if (!is_struct(types->btf, id) || btf_is_mod(type) || !other[0])
			continue;
		if (!strcmp(other, wanted)) {
			types->wanted = id;
			return 0;
		}
		similar_names__offer(&near, other);
	}
	similar_names__format(&near, text, sizeof(text));
	return log__fail(
		-EINVAL,
		"the BTF of %s has no struct %s%s%s; clang leaves out one that no global variable refers to: add  const struct %s *unused;",
		name, wanted, text[0] ? "; near: " : "", text, wanted);
}

/* ---- the one of a map ---- */

/* The struct of a member of a map's definition, which is a pointer to it; 0 if it is none. */
static uint32_t value_of_map(const struct btf *btf, const struct btf_type *definition)
{
	if (!definition || !btf_is_struct(definition))
		return 0;
	for (unsigned int i = 0; i < btf_vlen(definition); i++) {
		const struct btf_member *member = &btf_members(definition)[i];
		const char *name = btf__name_by_offset(btf, member->name_off);
		const struct btf_type *type = event_value__peel(btf, member->type);

		if (name && !strcmp(name, "value") && type && btf_is_ptr(type) &&
		    is_struct(btf, type->type))
			return type->type;
	}
	return 0;
}

static uint32_t find_map_value(const struct btf *btf, const char *map)
{
	for (uint32_t id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);

		if (type && btf_is_var(type) && !strcmp(name_of(btf, type), map))
			return value_of_map(btf, event_value__peel(btf, type->type));
	}
	return 0;
}

/* ---- the one that is exported ---- */

/*
 * The struct to which all global pointers point, or those with that in their names. 0 if there is
 * none, or several.
 */
static uint32_t find_exported(const struct btf *btf, const char *in_name)
{
	const struct btf_type *found = NULL;
	uint32_t found_id = 0;

	for (uint32_t id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *variable = btf__type_by_id(btf, id), *type;

		if (!variable || !btf_is_var(variable) || !strstr(name_of(btf, variable), in_name))
			continue;
		type = event_value__peel(btf, variable->type);
		if (!type || !btf_is_ptr(type) || !is_struct(btf, type->type))
			continue;
		if (found && found != event_value__peel(btf, type->type))
			return 0;
		found = event_value__peel(btf, type->type);
		found_id = type->type;
	}
	return found_id;
}

/* ---- public functions ---- */

int event_types__open(struct event_types *types, const char *name, const void *bytes, size_t size,
		      const char *wanted)
{
	int err = 0;

	*types = (struct event_types){ .btf = object_btf__read(bytes, size) };
	if (wanted && wanted[0])
		err = find_wanted(types, name, wanted);
	else if (types->btf)
		types->exported = find_exported(types->btf, "unused");
	if (types->btf && !types->exported)
		types->exported = find_exported(types->btf, "");
	if (err)
		event_types__close(types);
	return err;
}

void event_types__close(struct event_types *types)
{
	btf__free(types->btf);
	*types = (struct event_types){ 0 };
}

static uint32_t type_of_map(struct event_types *types, const char *map)
{
	if (types->wanted)
		return types->wanted;
	if (strcmp(types->map, map) != 0) {
		snprintf(types->map, sizeof(types->map), "%s", map);
		types->map_value = find_map_value(types->btf, map);
	}
	return types->map_value ? types->map_value : types->exported;
}

json_t *event_types__read(struct event_types *types, const char *map, const void *data, size_t size,
			  const char **type)
{
	const struct btf_type *peeled;
	uint32_t id;

	if (!types->btf)
		return NULL;
	id = type_of_map(types, map);
	peeled = id ? event_value__peel(types->btf, id) : NULL;
	if (!peeled || size < peeled->size)
		return NULL;
	*type = name_of(types->btf, btf__type_by_id(types->btf, id));
	if (!**type)
		*type = name_of(types->btf, peeled);
	return event_value__read(types->btf, id, data, size);
}
