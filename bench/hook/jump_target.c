// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/jump_target.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>

#include "bench/hook/attachment.h"
#include "bench/hook/object_map.h"

#define TARGET_NAME_SIZE (PROGRAM_NAME_SIZE + 16)

static struct bpf_program *find(const struct bpf_object *object, const char *name)
{
	char target[TARGET_NAME_SIZE];

	snprintf(target, sizeof(target), "%s_target", name);
	return bpf_object__find_program_by_name(object, target);
}

struct bpf_program *jump_target__load(struct bpf_object *object, const char *name)
{
	struct bpf_program *target = find(object, name);

	if (target)
		bpf_program__set_autoload(target, true);
	return target;
}

int jump_target__connect(const struct bpf_object *object, const char *name)
{
	const struct bpf_program *target = find(object, name);
	int fd = target ? bpf_program__fd(target) : -1;
	char map[TARGET_NAME_SIZE];
	uint32_t first = 0;

	if (!target)
		return 0;
	snprintf(map, sizeof(map), "%s_targets", name);
	return bpf_map_update_elem(object_map__fd(object, map), &first, &fd, BPF_ANY) ? -errno : 0;
}
