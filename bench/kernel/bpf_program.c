// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/bpf_program.h"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name;
	enum bpf_prog_type type;
	bool is_security;
} types[] = {
	{ "kprobe", BPF_PROG_TYPE_KPROBE, false },
	{ "tracing", BPF_PROG_TYPE_TRACING, false },
	{ "tracepoint", BPF_PROG_TYPE_TRACEPOINT, false },
	{ "raw tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT, false },
	{ "raw tracepoint", BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE, false },
	{ "perf event", BPF_PROG_TYPE_PERF_EVENT, false },
	{ "lsm", BPF_PROG_TYPE_LSM, true },
};

/* False if its type cannot trace. */
static bool entry__fill(struct bpf_program_entry *entry, const struct bpf_prog_info *info)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (info->type != types[i].type)
			continue;
		*entry = (struct bpf_program_entry){
			.id = info->id,
			.type = types[i].name,
			.is_security = types[i].is_security,
			.uid = info->created_by_uid,
		};
		memcpy(entry->name, info->name, sizeof(entry->name) - 1);
		return true;
	}
	return false;
}

static int add_program(struct bpf_program_entry **list, size_t *n, int fd)
{
	struct bpf_prog_info info = { 0 };
	struct bpf_program_entry entry, *grown;
	__u32 size = sizeof(info);

	if (bpf_obj_get_info_by_fd(fd, &info, &size) || !entry__fill(&entry, &info))
		return 0;
	grown = reallocarray(*list, *n + 1, sizeof(entry));
	if (!grown)
		return -ENOMEM;
	*list = grown;
	grown[(*n)++] = entry;
	return 0;
}

static int add_programs(struct bpf_program_entry **list, size_t *n)
{
	__u32 id = 0;
	int err = 0;

	while (!err && !bpf_prog_get_next_id(id, &id)) {
		int fd = bpf_prog_get_fd_by_id(id);

		if (fd < 0)
			continue; /* it was unloaded meanwhile */
		err = add_program(list, n, fd);
		close(fd);
	}
	if (!err && errno != ENOENT)
		err = -errno;
	return err;
}

/* For a link on a trampoline: the function, by its ID in the kernel's BTF. */
static void name_function(struct bpf_program_entry *list, size_t n, const struct btf *btf,
			  const struct bpf_link_info *info)
{
	const struct btf_type *type;

	if (info->type != BPF_LINK_TYPE_TRACING)
		return;
	type = btf__type_by_id(btf, info->tracing.target_btf_id);
	for (size_t i = 0; type && i < n; i++)
		if (list[i].id == info->prog_id)
			snprintf(list[i].function, sizeof(list[i].function), "%s",
				 btf__name_by_offset(btf, type->name_off));
}

static void name_functions(struct bpf_program_entry *list, size_t n)
{
	struct btf *btf = btf__load_vmlinux_btf();
	__u32 id = 0;

	while (btf && !bpf_link_get_next_id(id, &id)) {
		struct bpf_link_info info = { 0 };
		__u32 size = sizeof(info);
		int fd = bpf_link_get_fd_by_id(id);

		if (fd < 0)
			continue;
		if (!bpf_obj_get_info_by_fd(fd, &info, &size))
			name_function(list, n, btf, &info);
		close(fd);
	}
	btf__free(btf);
}

int bpf_program__list(struct bpf_program_entry **list, size_t *n)
{
	int err;

	*list = NULL;
	*n = 0;
	err = add_programs(list, n);
	if (!err && *n)
		name_functions(*list, *n);
	if (err) {
		free(*list);
		*list = NULL;
	}
	return err;
}
