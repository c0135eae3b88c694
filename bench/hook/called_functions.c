// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/called_functions.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "bpf/called.skel.h"

#include "bench/hook/libbpf_log.h"
#include "bench/hook/link.h"
#include "bench/hook/object_map.h"

#define PROGRAM "count_calls"
#define CALLS	"calls"

static int load(struct called_functions *c)
{
	size_t size;
	const void *elf = called_bpf__elf_bytes(&size);
	struct bpf_map *calls;
	int err;

	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "hookbench");
	c->object = bpf_object__open_mem(elf, size, &options);
	if (!c->object)
		return -errno;
	c->part.program = bpf_object__find_program_by_name(c->object, PROGRAM);
	calls = object_map__find(c->object, CALLS);
	if (!c->part.program || !calls)
		return -ENOENT;
	err = bpf_program__set_expected_attach_type(c->part.program,
						    (enum bpf_attach_type)ATTACH_KPROBE_MULTI);
	if (!err)
		err = bpf_map__set_max_entries(calls, (__u32)c->n);
	return err ? err : bpf_object__load(c->object);
}

static int attach(struct called_functions *c, const char *const *functions)
{
	uint64_t *cookies = calloc(c->n, sizeof(*cookies));
	int err;

	if (!cookies)
		return -ENOMEM;
	for (size_t i = 0; i < c->n; i++)
		cookies[i] = i;
	err = link__kprobe_multi(&c->part, ATTACH_KPROBE_MULTI, false, functions, cookies, c->n);
	free(cookies);
	return err;
}

int called_functions__open(struct called_functions *c, const char *const *functions, size_t n)
{
	int err;

	*c = (struct called_functions){ .part = { .link_fd = -1 }, .n = n };
	libbpf_log__start();
	err = load(c);
	if (!err) {
		c->calls = object_map__read_section(c->object, CALLS, n * sizeof(*c->calls));
		err = c->calls ? attach(c, functions) : -errno;
	}
	if (err)
		called_functions__close(c);
	return err;
}

void called_functions__close(struct called_functions *c)
{
	if (c->part.link_fd >= 0)
		close(c->part.link_fd);
	object_map__unmap(c->calls, c->n * sizeof(*c->calls));
	bpf_object__close(c->object);
	*c = (struct called_functions){ .part = { .link_fd = -1 } };
}
