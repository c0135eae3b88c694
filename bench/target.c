// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/target.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/log.h"

static bool is_filename(const struct btf *btf, __u32 id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	if (!btf_is_ptr(type))
		return false;
	for (type = btf__type_by_id(btf, type->type); btf_is_mod(type);)
		type = btf__type_by_id(btf, type->type);
	return btf_is_struct(type) && !strcmp(btf__name_by_offset(btf, type->name_off), "filename");
}

static int find_name_parameter(const struct btf *btf, const struct btf_type *proto)
{
	const struct btf_param *parameters = btf_params(proto);

	for (int i = 0; i < btf_vlen(proto); i++)
		if (is_filename(btf, parameters[i].type))
			return i;
	return -1;
}

/* Return types of the targets are scalars or void: their BTF name is their name in C. */
static void target__fill(const struct btf *btf, __s32 id, const char *symbol, struct target *target)
{
	const struct btf_type *function = btf__type_by_id(btf, (__u32)id);
	const struct btf_type *proto = btf__type_by_id(btf, function->type);
	const char *type = "void";

	if (proto->type)
		type = btf__name_by_offset(btf, btf__type_by_id(btf, proto->type)->name_off);
	snprintf(target->symbol, sizeof(target->symbol), "%s", symbol);
	snprintf(target->return_type, sizeof(target->return_type), "%s", type);
	target->parameters = btf_vlen(proto);
	target->name_parameter = find_name_parameter(btf, proto);
}

static int target__from_btf(const struct btf *btf, const char *const *candidates,
			    struct target *target)
{
	for (; *candidates; candidates++) {
		__s32 id = btf__find_by_name_kind(btf, *candidates, BTF_KIND_FUNC);

		if (id < 0)
			continue;
		target__fill(btf, id, *candidates, target);
		return 0;
	}
	return -ENOENT;
}

/* A line is "ADDRESS TYPE NAME[\t[MODULE]]"; modules come after the kernel proper. */
static int target__from_kallsyms(const char *const *candidates, struct target *target)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], name[256];
	int best = -1;

	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%*s %*1[tTwW] %255s", name) != 1)
			continue;
		for (int i = 0; candidates[i] && (best < 0 || i < best); i++)
			if (!strcmp(name, candidates[i]))
				best = i;
	}
	fclose(file);
	if (best < 0)
		return -ENOENT;
	snprintf(target->symbol, sizeof(target->symbol), "%s", candidates[best]);
	target->return_type[0] = '\0';
	target->parameters = TARGET_UNKNOWN;
	target->name_parameter = -1;
	return 0;
}

static void log_missing(const char *const *candidates)
{
	char names[256] = "";

	for (; *candidates; candidates++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%s",
			 names[0] ? ", " : "", *candidates);
	log__warning("this kernel has none of the functions to hook (%s): it was renamed or "
		     "inlined; backends that hook it cannot be measured",
		     names);
}

int target__resolve(const char *const *candidates, struct target *target)
{
	struct btf *btf = btf__load_vmlinux_btf();
	int err;

	if (btf) {
		err = target__from_btf(btf, candidates, target);
		btf__free(btf);
	} else {
		err = target__from_kallsyms(candidates, target);
	}
	if (err == -ENOENT)
		log_missing(candidates);
	else if (err)
		log__warning("cannot look for the function to hook: the kernel has no BTF and "
			     "/proc/kallsyms cannot be read: %s",
			     strerror(-err));
	return err;
}
