// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/hook_load.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/hook/jump_target.h"
#include "bench/hook/libbpf_log.h"
#include "bench/hook/name_parameter.h"
#include "bench/hook/object_map.h"
#include "bench/hook/printk_event.h"
#include "bpf/payload.h"

/* ---- parts of the object ---- */

static bool hook__uses(const struct hook *hook, const char *map)
{
	const char *const *filled = hook->payload->maps, *own = hook->backend->maps;

	for (size_t i = 0; i < PAYLOAD_MAX_MAPS && filled[i]; i++)
		if (object_map__is_named(map, filled[i]))
			return true;
	return own && !strncmp(map, own, strlen(own));
}

/* Maps of other payloads would cost memory, and time to create. */
static void hook__choose_maps(struct hook *hook)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, hook->object)
	{
		const char *name = bpf_map__name(map);

		if (!strstr(name, ".rodata") && !hook__uses(hook, name))
			bpf_map__set_autocreate(map, false);
	}
}

static int hook__choose_programs(struct hook *hook)
{
	const struct attachment *a = hook->backend->parts;
	struct bpf_program *program;
	char name[PROGRAM_NAME_SIZE];

	bpf_object__for_each_program(program, hook->object)
		bpf_program__set_autoload(program, false);
	for (size_t i = 0; i < BACKEND_MAX_PARTS && a[i].side; i++) {
		attachment__format_program(&a[i], backend__program(hook->backend, hook->payload),
					   name, sizeof(name));
		program = bpf_object__find_program_by_name(hook->object, name);
		if (!program)
			return -ENOTSUP;
		bpf_program__set_autoload(program, true);
		hook->parts[hook->n_parts++].program = program;
	}
	return 0;
}

/* ---- loading ---- */

/* The object lacks constants that none of its programs reads. */
static int hook__set_if_there(struct hook *hook, const char *section, uint32_t value)
{
	return object_map__find(hook->object, section)
		       ? object_map__set_constant(hook->object, section, value)
		       : 0;
}

static bool returns_nothing(const struct target *target)
{
	return !strcmp(target->return_type, "void");
}

/* The kernel wants a program and the one it jumps to to be for one function. */
static int hook__prepare_jump(struct hook *hook, const struct attachment *a)
{
	struct hook_part target = { .link_fd = -1 };
	char name[PROGRAM_NAME_SIZE];

	attachment__format_program(a, backend__program(hook->backend, hook->payload), name,
				   sizeof(name));
	target.program = jump_target__load(hook->object, name);
	return target.program && a->prepare ? a->prepare(hook, a, &target) : 0;
}

static int hook__connect_jumps(const struct hook *hook)
{
	int err = 0;

	for (size_t i = 0; i < hook->n_parts && !err; i++)
		err = jump_target__connect(hook->object, bpf_program__name(hook->parts[i].program));
	return err;
}

static int hook__prepare(struct hook *hook)
{
	const struct target *target = hook->target;
	int name = name_parameter__of(hook->backend, target, hook->workload);
	int err = hook__set_if_there(hook, ".rodata.name",
				     name < 0 ? NAME_UNREADABLE : (uint32_t)name);

	if (!err)
		err = hook__set_if_there(hook, ".rodata.survives",
					 name_parameter__survives(target));
	if (!err)
		err = hook__set_if_there(hook, ".rodata.argument", USER_ARGUMENT);
	if (!err)
		err = hook__set_if_there(hook, ".rodata.result", target__returns_int(target));
	if (!err)
		err = hook__set_if_there(hook, ".rodata.parameters",
					 returns_nothing(target) ? NO_RESULT
								 : (uint32_t)target->parameters);
	for (size_t i = 0; i < hook->n_parts && !err; i++) {
		const struct attachment *a = &hook->backend->parts[i];

		if (a->prepare)
			err = a->prepare(hook, a, &hook->parts[i]);
		if (!err)
			err = hook__prepare_jump(hook, a);
	}
	return err;
}

static int hook__load_object(struct hook *hook)
{
	bool prints = hook->payload->output == OUTPUT_LINES;
	int err;

	if (prints)
		printk_event__keep(&hook->memory->printk_event);
	err = bpf_object__load(hook->object);
	if (!err && prints)
		printk_event__wait(&hook->memory->printk_event);
	return err;
}

static void unload(struct hook *hook)
{
	bpf_object__close(hook->object);
	hook->object = NULL;
	hook->n_parts = 0;
}

static int hook__load(struct hook *hook, const void *(*elf)(size_t *size))
{
	size_t size;
	const void *bytes = elf(&size);
	int err;

	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "hookbench");
	hook->object = bpf_object__open_mem(bytes, size, &options);
	if (!hook->object)
		return -errno;
	err = hook__choose_programs(hook);
	if (!err)
		hook__choose_maps(hook);
	if (!err)
		err = hook__prepare(hook);
	if (!err)
		err = hook__load_object(hook);
	if (!err)
		err = hook__connect_jumps(hook);
	if (err)
		unload(hook);
	return err;
}

int hook_load__first(struct hook *hook)
{
	int err;

	if (hook->backend->life)
		return hook->backend->life->open(hook);
	hook->elf = backend__elf(hook->backend, hook->payload);
	err = hook__load(hook, hook->elf);
	if (err && hook->backend->older_elf && !hook->payload->is_price) {
		libbpf_log__start();
		hook->elf = hook->backend->older_elf;
		err = hook__load(hook, hook->elf);
	}
	return err;
}

/* ---- the same length each time ---- */

static int hook__reload(struct hook *hook)
{
	if (hook->backend->life)
		return hook->backend->life->reload(hook);
	hook->n_parts = 0;
	return hook__load(hook, hook->elf);
}

#define LOADS_MOST 4
#define KEPT_MOST  128

/*
 * Descriptors of maps, which keep their memory, so that the next ones lie elsewhere. The objects
 * are closed: their mappings in this process would move others.
 */
struct kept_maps {
	int fds[KEPT_MOST];
	size_t n;
};

static void kept_maps__take(struct kept_maps *kept, struct hook *hook)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, hook->object)
	{
		int fd = kept->n < KEPT_MOST ? fcntl(bpf_map__fd(map), F_DUPFD_CLOEXEC, 0) : -1;

		if (fd >= 0)
			kept->fds[kept->n++] = fd;
	}
	bpf_object__close(hook->object);
	hook->object = NULL;
}

int hook_load__longest(struct hook *hook)
{
	struct kept_maps kept = { .n = 0 };
	char name[2 * NAME_SIZE];
	int err = 0;

	snprintf(name, sizeof(name), "%s, %s", hook->backend->name, hook->payload->name);
	for (int i = 0; !err && i < LOADS_MOST &&
			code_lengths__may_be_longer(&hook->memory->code_lengths, name,
						    code_length__of(hook->object));
	     i++) {
		kept_maps__take(&kept, hook);
		err = hook__reload(hook);
	}
	while (kept.n)
		close(kept.fds[--kept.n]);
	return err;
}
