// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/kernel_type.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool enum__has(const struct btf *btf, const struct btf_type *type, const char *name)
{
	const struct btf_enum *e = btf_enum(type);

	for (unsigned int i = 0; i < btf_vlen(type); i++)
		if (!strcmp(btf__name_by_offset(btf, e[i].name_off), name))
			return true;
	return false;
}

bool kernel_type__has_enumerator(const char *type, const char *enumerator)
{
	struct btf *btf = btf__load_vmlinux_btf();
	__s32 id = btf ? btf__find_by_name_kind(btf, type, BTF_KIND_ENUM) : -1;
	bool has = id > 0 && enum__has(btf, btf__type_by_id(btf, (__u32)id), enumerator);

	btf__free(btf);
	return has;
}

int kernel_type__function(const char *name)
{
	struct btf *btf = btf__load_vmlinux_btf();
	int id = btf ? btf__find_by_name_kind(btf, name, BTF_KIND_FUNC) : -errno;

	btf__free(btf);
	return id;
}

/*
 * What every kernel takes: older ones only what is passed in registers, on x86-64 six of them, and
 * no structs, however small ("arg1 type STRUCT is unsupported").
 */
#define MOST_PARAMETERS	    6
#define MOST_PARAMETER_SIZE 8
#define MOST_RESULT_SIZE    8

static bool is_struct(const struct btf *btf, __u32 id)
{
	const struct btf_type *type = btf__type_by_id(btf, (__u32)btf__resolve_type(btf, id));

	return type && btf_is_composite(type);
}

static bool fits_trampoline(const struct btf *btf, const struct btf_type *prototype)
{
	const struct btf_param *parameters = btf_params(prototype);

	if (btf_vlen(prototype) > MOST_PARAMETERS ||
	    (prototype->type && (is_struct(btf, prototype->type) ||
				 btf__resolve_size(btf, prototype->type) > MOST_RESULT_SIZE)))
		return false;
	for (size_t i = 0; i < btf_vlen(prototype); i++) {
		/* Of a function with "...", the last has no type. */
		__s64 size = parameters[i].type ? btf__resolve_size(btf, parameters[i].type) : 0;

		if (size <= 0 || size > MOST_PARAMETER_SIZE || is_struct(btf, parameters[i].type))
			return false;
	}
	return true;
}

static int compare_names(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

/* Two functions of one name are one too many. */
static void take_function(const struct btf *btf, __u32 id, const char *const *names, size_t n,
			  uint32_t *ids)
{
	const struct btf_type *type = btf__type_by_id(btf, id);
	const char *const *found;

	if (!btf_is_func(type))
		return;
	found = bsearch(btf__name_by_offset(btf, type->name_off), names, n, sizeof(*names),
			compare_names);
	if (!found)
		return;
	if (!ids[found - names] && fits_trampoline(btf, btf__type_by_id(btf, type->type)))
		ids[found - names] = id;
	else
		ids[found - names] = UINT32_MAX;
}

int kernel_type__trampolines(const char *const *names, size_t n, uint32_t *ids)
{
	struct btf *btf = btf__load_vmlinux_btf();

	if (!btf)
		return -errno;
	memset(ids, 0, n * sizeof(*ids));
	for (__u32 id = 1; id < btf__type_cnt(btf); id++)
		take_function(btf, id, names, n, ids);
	for (size_t i = 0; i < n; i++)
		if (ids[i] == UINT32_MAX)
			ids[i] = 0;
	btf__free(btf);
	return 0;
}

bool kernel_type__has_function(const char *name)
{
	return kernel_type__function(name) > 0;
}

bool kernel_type__look_up(const char *prefix, const char *name, struct similar_names *near)
{
	struct btf *btf = btf__load_vmlinux_btf();
	size_t length = strlen(prefix);
	bool found = false;

	similar_names__start(near, name);
	for (__u32 id = 1; btf && !found && id < btf__type_cnt(btf); id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);
		const char *other = btf__name_by_offset(btf, type->name_off);

		if (!other || strncmp(other, prefix, length) != 0)
			continue;
		found = !strcmp(other + length, name);
		similar_names__offer(near, other + length);
	}
	btf__free(btf);
	return found;
}
