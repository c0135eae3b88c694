// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/code_length.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>

uint64_t code_length__of(const struct bpf_object *object)
{
	struct bpf_program *program;
	uint64_t bytes = 0;

	bpf_object__for_each_program(program, object)
	{
		struct bpf_prog_info info = { 0 };
		uint32_t size = sizeof(info);
		int fd = bpf_program__fd(program);

		if (fd < 0)
			continue;
		if (bpf_obj_get_info_by_fd(fd, &info, &size) || !info.jited_prog_len)
			return 0;
		bytes += info.jited_prog_len;
	}
	return bytes;
}

bool code_lengths__may_be_longer(struct code_lengths *lengths, const char *hook, uint64_t bytes)
{
	const size_t most = sizeof(lengths->v) / sizeof(*lengths->v);
	size_t i = 0;

	if (!bytes)
		return false;
	while (i < lengths->n && strcmp(lengths->v[i].hook, hook) != 0)
		i++;
	if (i == most)
		return false;
	if (i == lengths->n) {
		snprintf(lengths->v[i].hook, sizeof(lengths->v[i].hook), "%s", hook);
		lengths->v[i].bytes = bytes;
		lengths->n++;
		return true;
	}
	if (bytes > lengths->v[i].bytes)
		lengths->v[i].bytes = bytes;
	return bytes < lengths->v[i].bytes;
}
