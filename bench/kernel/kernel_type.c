// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/kernel_type.h"

#include <bpf/btf.h>
#include <errno.h>
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
