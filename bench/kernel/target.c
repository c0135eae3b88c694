// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/target.h"

#include <bpf/btf.h>
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/kernel/function_names.h"
#include "bench/kernel/kernel_list.h"

static bool points_to_filename(const struct btf *btf, __u32 id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	if (!type || !btf_is_ptr(type))
		return false;
	do
		type = btf__type_by_id(btf, type->type);
	while (type && btf_is_mod(type));
	return type && btf_is_struct(type) &&
	       !strcmp(btf__name_by_offset(btf, type->name_off), "filename");
}

static int find_name_parameter(const struct btf *btf, const struct btf_type *proto)
{
	const struct btf_param *parameters = btf_params(proto);

	for (int i = 0; i < btf_vlen(proto); i++)
		if (points_to_filename(btf, parameters[i].type))
			return i;
	return -1;
}

static void target__fill_unknown(const char *symbol, struct target *target)
{
	*target = (struct target){ .parameters = TARGET_UNKNOWN, .name_parameter = -1 };
	snprintf(target->symbol, sizeof(target->symbol), "%s", symbol);
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

static int target__from_btf(const struct btf *btf, const struct target_candidate *candidates,
			    struct target *target)
{
	for (; candidates->symbol; candidates++) {
		__s32 id = btf__find_by_name_kind(btf, candidates->symbol, BTF_KIND_FUNC);

		if (id < 0)
			continue;
		target__fill(btf, id, candidates->symbol, target);
		return 0;
	}
	return -ENOENT;
}

/* A line is "ADDRESS TYPE NAME[\t[MODULE]]"; modules come after the kernel proper. */
static int target__from_kallsyms(const struct target_candidate *candidates, struct target *target)
{
	FILE *file = fopen("/proc/kallsyms", "re");
	char line[512], name[256];
	int best = -1;

	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%*s %*1[tTwW] %255s", name) != 1)
			continue;
		for (int i = 0; candidates[i].symbol && (best < 0 || i < best); i++)
			if (!strcmp(name, candidates[i].symbol))
				best = i;
	}
	fclose(file);
	if (best < 0)
		return -ENOENT;
	target__fill_unknown(candidates[best].symbol, target);
	return 0;
}

static void log_missing(const struct target_candidate *candidates)
{
	char names[256] = "";

	for (; candidates->symbol; candidates++)
		snprintf(names + strlen(names), sizeof(names) - strlen(names), "%s%s",
			 names[0] ? ", " : "", candidates->symbol);
	log__warning(
		"this kernel has none of the target functions (%s): renamed or inlined; backends that hook the function cannot be measured",
		names);
}

int target__resolve(const struct target_candidate *candidates, struct target *target)
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
		log__warning(
			"cannot look up the target function: the kernel has no BTF, and /proc/kallsyms cannot be read: %s",
			strerror(-err));
	return err;
}

/* ---- by name ---- */

/*
 * Whether a list in one of the kernel's file systems contains it; false if the list cannot be read.
 */
static bool ask_list(enum kernel_list which,
		     bool (*ask)(FILE *list, const char *name,
				 const struct function_lookup *lookup),
		     const char *name, const struct function_lookup *lookup, bool unknown)
{
	FILE *list = kernel_list__open(which);
	bool answer;

	if (!list)
		return unknown;
	answer = ask(list, name, lookup);
	fclose(list);
	return answer;
}

static bool is_traceable(const char *name, const struct function_lookup *lookup)
{
	return ask_list(LIST_TRACEABLE, function_names__is_traceable, name, lookup, true);
}

static bool is_blacklisted(const char *name, const struct function_lookup *lookup)
{
	return ask_list(LIST_KPROBE_BLACKLIST, function_names__is_blacklisted, name, lookup, false);
}

static bool is_in_btf(const struct btf *btf, const char *name)
{
	return btf && btf__find_by_name_kind(btf, name, BTF_KIND_FUNC) >= 0;
}

/* Why the function cannot be hooked, in words; "" if there is no known obstacle. */
static void find_obstacle(const struct btf *btf, const char *name,
			  const struct function_lookup *lookup, char *text, size_t size)
{
	text[0] = '\0';
	if (!lookup->n && lookup->copy[0])
		snprintf(text, size, "this kernel only has a version that the compiler changed, %s",
			 lookup->copy);
	else if (!lookup->n && is_in_btf(btf, name))
		snprintf(text, size, "it is in this kernel's BTF, but has no code: it was inlined");
	else if (!lookup->n)
		snprintf(text, size, TARGET_LACKING);
	else if (lookup->n > 1)
		snprintf(
			text, size,
			"this kernel has %u functions of that name, and a hook cannot choose between them",
			lookup->n);
	else if (!is_traceable(name, lookup))
		snprintf(
			text, size,
			"it is notrace: ftrace and fentry cannot hook it, and kprobes are not allowed to");
	else if (is_blacklisted(name, lookup))
		snprintf(text, size, "it is on the kernel's kprobe blacklist");
}

static void look_up_obstacle(const struct btf *btf, const char *name,
			     struct target_obstacle *obstacle)
{
	FILE *kallsyms = kernel_list__open(LIST_KALLSYMS);
	struct function_lookup lookup;

	*obstacle = (struct target_obstacle){ .reason = "" };
	if (!kallsyms)
		return;
	function_names__look_up(kallsyms, name, &lookup);
	fclose(kallsyms);
	find_obstacle(btf, name, &lookup, obstacle->reason, sizeof(obstacle->reason));
	obstacle->near = lookup.near;
	strcpy(obstacle->module, lookup.module);
	obstacle->is_in_btf = is_in_btf(btf, name);
}

void target__find_obstacle(const char *name, struct target_obstacle *obstacle)
{
	struct btf *btf = btf__load_vmlinux_btf();

	look_up_obstacle(btf, name, obstacle);
	btf__free(btf);
}

/* Without kallsyms, attaching will show it. */
static int target__check(const struct btf *btf, const char *name)
{
	char near[SIMILAR_NAMES_SHOWN * (SIMILAR_NAMES_SIZE + 2)];
	struct target_obstacle obstacle;

	look_up_obstacle(btf, name, &obstacle);
	if (!obstacle.reason[0])
		return 0;
	similar_names__format(&obstacle.near, near, sizeof(near));
	log__error("the function \"%s\" cannot be hooked: %s%s%s", name, obstacle.reason,
		   near[0] ? "; similar names: " : "", near);
	return -EINVAL;
}

int target__resolve_named(const char *name, struct target *target)
{
	struct btf *btf = btf__load_vmlinux_btf();
	const struct target_candidate named[] = { { .symbol = name }, { .symbol = NULL } };
	int err = target__check(btf, name);

	if (!btf || target__from_btf(btf, named, target))
		target__fill_unknown(name, target);
	btf__free(btf);
	return err;
}

int target__choose(const char *name, const struct target_candidate *candidates,
		   struct target *target)
{
	if (name[0])
		return target__resolve_named(name, target);
	if (target__resolve(candidates, target))
		target->symbol[0] = '\0';
	return 0;
}
