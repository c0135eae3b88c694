// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/livepatch_layout.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

/* struct module has some 1,500 bytes, the others less. */
#define LARGEST_STRUCT 65536
#define POINTER_SIZE   8

struct wanted_member {
	const char *name;
	uint32_t size;
	size_t offset; /* in struct livepatch_layout */
};

struct wanted_struct {
	const char *name;
	size_t size; /* the offset of its size, in struct livepatch_layout */
	struct wanted_member members[4];
};

#define IN_LAYOUT(member) offsetof(struct livepatch_layout, member)

/* What is not here stays zero. An object without a name is the kernel itself. */
static const struct wanted_struct wanted_structs[] = {
	{ "module",
	  IN_LAYOUT(module_size),
	  { { "name", sizeof(LIVEPATCH_MODULE_NAME), IN_LAYOUT(module_name) },
	    { "init", POINTER_SIZE, IN_LAYOUT(module_init) },
	    { "exit", POINTER_SIZE, IN_LAYOUT(module_exit) } } },
	{ "klp_patch",
	  IN_LAYOUT(patch_size),
	  { { "mod", POINTER_SIZE, IN_LAYOUT(patch_mod) },
	    { "objs", POINTER_SIZE, IN_LAYOUT(patch_objs) } } },
	{ "klp_object",
	  IN_LAYOUT(object_size),
	  { { "funcs", POINTER_SIZE, IN_LAYOUT(object_funcs) } } },
	{ "klp_func",
	  IN_LAYOUT(function_size),
	  { { "old_name", POINTER_SIZE, IN_LAYOUT(function_old_name) },
	    { "new_func", POINTER_SIZE, IN_LAYOUT(function_new_func) } } },
};

static void set(struct livepatch_layout *layout, size_t offset, uint32_t value)
{
	memcpy((char *)layout + offset, &value, sizeof(value));
}

/* Of a struct, where the member begins; UINT32_MAX: it has none of this name that has room. */
static uint32_t member__find(const struct btf *btf, const struct btf_type *type,
			     const struct wanted_member *wanted)
{
	const struct btf_member *members = btf_members(type);

	for (__u32 i = 0; i < btf_vlen(type); i++) {
		const char *name = btf__name_by_offset(btf, members[i].name_off);
		__u32 bit = btf_member_bit_offset(type, i);

		if (!name || strcmp(name, wanted->name) != 0)
			continue;
		if (bit % 8 || btf__resolve_size(btf, members[i].type) < wanted->size ||
		    bit / 8 + wanted->size > type->size)
			return UINT32_MAX;
		return bit / 8;
	}
	return UINT32_MAX;
}

static int struct__read(const struct btf *btf, const struct wanted_struct *wanted,
			struct livepatch_layout *layout)
{
	__s32 id = btf__find_by_name_kind(btf, wanted->name, BTF_KIND_STRUCT);
	const struct btf_type *type = id > 0 ? btf__type_by_id(btf, (__u32)id) : NULL;

	if (!type || type->size > LARGEST_STRUCT || type->size % POINTER_SIZE)
		return -ENOENT;
	set(layout, wanted->size, type->size);
	for (const struct wanted_member *m = wanted->members; m->name; m++) {
		uint32_t at = member__find(btf, type, m);

		if (at == UINT32_MAX)
			return -ENOENT;
		set(layout, m->offset, at);
	}
	return 0;
}

int livepatch_layout__read(const struct btf *btf, struct livepatch_layout *layout)
{
	int err = 0;

	*layout = (struct livepatch_layout){ 0 };
	for (size_t i = 0; !err && i < sizeof(wanted_structs) / sizeof(*wanted_structs); i++)
		err = struct__read(btf, &wanted_structs[i], layout);
	return err;
}
