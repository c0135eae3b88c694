// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/hook.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/hook/jump_target.h"
#include "bench/hook/libbpf_log.h"
#include "bench/hook/object_map.h"
#include "bench/hook/printk_event.h"
#include "bench/machine/arch.h"
#include "bench/machine/clock.h"
#include "bpf/payload.h"

const char *hook__last_message(void)
{
	return libbpf_log__last();
}

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
		attachment__format_program(&a[i], hook->payload->program, name, sizeof(name));
		program = bpf_object__find_program_by_name(hook->object, name);
		if (!program)
			return -ENOTSUP;
		bpf_program__set_autoload(program, true);
		hook->parts[hook->n_parts++].program = program;
	}
	return 0;
}

/* ---- the file name ---- */

static bool keeps_name(const struct target *target)
{
	const struct target_candidate *row = workload__find_target(target->symbol);

	return row && row->keeps_name;
}

/* For an LSM hook with a path argument: the dentry argument. */
#define PATH_ENTRY 1

/* The index of its parameter; -1 if a program cannot read it. */
static int name_parameter(const struct backend *backend, const struct target *target,
			  const struct workload *workload)
{
	switch (backend->name_source) {
	case NAME_AT_ENTRY: return target->name_parameter;
	case NAME_AT_RETURN: return keeps_name(target) ? target->name_parameter : -1;
	case NAME_OF_SYSTEM_CALL: return workload->system_call.name_argument;
	case NAME_OF_LSM_HOOK: return workload->lsm_hook.has_path ? PATH_ENTRY : -1;
	case NAME_NOWHERE: break;
	}
	return -1;
}

static const char *why_no_name(const struct backend *backend, const struct target *target)
{
	if (backend->name_source == NAME_AT_RETURN && target->name_parameter >= 0)
		return "the function frees it before returning";
	if (backend->name_source == NAME_NOWHERE)
		return "this hook does not receive the arguments";
	return "the function has no such parameter";
}

static void explain_probe(const struct target *target, const struct workload *workload, char *text,
			  size_t size)
{
	const struct user_function *f = workload->user_functions, *hooked;

	if (target->file[0]) {
		snprintf(
			text, size,
			"it hooks hookbench's own USDT probes: --program with a section usdt/FILE:PROVIDER:NAME hooks others");
		return;
	}
	hooked = user_function__find(f, target->symbol);
	if (hooked && hooked->probe)
		return;
	while (f->name && !f->probe)
		f++;
	snprintf(text, size, "it hooks USDT probes, and %s has none: use --target %s",
		 target->symbol, f->name ? f->name : "with another function");
}

#define INSIDE "it hooks the return of a function, and this place is behind its first instruction"

static const char *why_other_side(const struct target *target)
{
	if (target->file[0])
		return "it hooks the kernel, and this is a function of a file";
	return target->is_user
		       ? "it hooks the kernel, and this workload calls a function in user space"
		       : "it hooks functions in user space, and this one is the kernel's";
}

/* Writes why the backend cannot hook such a target, whatever its programs do; else nothing. */
static void explain_target(const struct backend *backend, const struct target *target,
			   const struct workload *workload, char *text, size_t size)
{
	if (backend->is_user != target->is_user)
		snprintf(text, size, "%s", why_other_side(target));
	else if (target->is_inside && backend__sees_return(backend))
		snprintf(text, size, "%s", INSIDE);
	else if (backend->name_source == NAME_OF_LSM_HOOK && !workload->lsm_hook.name)
		snprintf(text, size, "the workload %s passes no security hook that can be used",
			 workload->name);
	else if (backend->needs_probe)
		explain_probe(target, workload, text, size);
}

void hook__explain_payload(const struct backend *backend, const struct payload *payload,
			   const struct target *target, const struct workload *workload, char *text,
			   size_t size)
{
	bool lacks_name = payload->needs_name && name_parameter(backend, target, workload) < 0;

	text[0] = '\0';
	if (!backend->elf)
		return;
	explain_target(backend, target, workload, text, size);
	if (text[0] || (backend__carries(backend, payload) && !lacks_name))
		return;
	snprintf(text, size, "the payload %s needs %s%s%s", payload->name, payload->needs,
		 lacks_name ? ", and " : "", lacks_name ? why_no_name(backend, target) : "");
}

bool hook__has_name(const struct hook *hook)
{
	return name_parameter(hook->backend, hook->target, hook->workload) >= 0;
}

unsigned int hook__hits_of_call(const struct backend *backend, const struct payload *payload)
{
	unsigned int runs = backend__runs_of_call(backend);

	return runs < payload->hits_of_call ? runs : payload->hits_of_call;
}

/* ---- the life cycle ---- */

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

	attachment__format_program(a, hook->payload->program, name, sizeof(name));
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
	int name = name_parameter(hook->backend, target, hook->workload);
	int err = hook__set_if_there(hook, ".rodata.name",
				     name < 0 ? NAME_UNREADABLE : (uint32_t)name);

	if (!err)
		err = hook__set_if_there(hook, ".rodata.survives", keeps_name(target));
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
		hook__close(hook);
	return err;
}

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

static int hook__load_longest(struct hook *hook)
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

static int hook__load_first(struct hook *hook)
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

int hook__open(struct hook *hook, const struct backend *backend, const struct payload *payload,
	       const struct target *target, const struct workload *workload,
	       struct hook_memory *memory)
{
	char why_not[256];
	int err;

	*hook = (struct hook){
		.backend = backend,
		.payload = backend->user ? &payload_of_user : payload,
		.target = target,
		.workload = workload,
		.memory = memory,
		.row_parts = { { .link_fd = -1 }, { .link_fd = -1 } },
	};
	hook->parts = hook->row_parts;
	libbpf_log__start();
	hook__explain_payload(backend, payload, target, workload, why_not, sizeof(why_not));
	if (why_not[0]) {
		libbpf_log__set("%s", why_not);
		return -ENOTSUP;
	}
	if (!backend__is_hook(backend))
		return 0;
	err = hook__load_first(hook);
	if (!err && ARCH_PROGRAMS_VARY)
		err = hook__load_longest(hook);
	if (err)
		hook__close(hook);
	return err;
}

static int hook__attach_row(struct hook *hook)
{
	int err = 0;

	for (size_t i = 0; i < hook->n_parts && !err; i++) {
		const struct attachment *a = &hook->backend->parts[i];

		err = a->attach(hook, a, &hook->parts[i]);
	}
	return err;
}

int hook__attach(struct hook *hook)
{
	uint64_t start_ns;
	int err = 0;

	if (!hook->object)
		return 0;
	if (hook->backend->enter)
		err = hook->backend->enter(hook);
	hook->is_entered = !err;
	start_ns = clock__monotonic_ns();
	if (!err)
		err = hook->backend->life ? hook->backend->life->attach(hook)
					  : hook__attach_row(hook);
	hook->attach_ns = (int64_t)(clock__monotonic_ns() - start_ns);
	if (!err && hook->backend->wait)
		err = hook->backend->wait(hook);
	if (err)
		hook__detach(hook);
	return err;
}

void hook__read_placement(struct hook *hook)
{
	hook->placement = hook->backend->placement ? hook->backend->placement(hook) : NULL;
}

void hook__detach(struct hook *hook)
{
	uint64_t start_ns = clock__monotonic_ns();

	for (size_t i = 0; i < hook->n_parts; i++) {
		struct hook_part *part = &hook->parts[i];

		bpf_link__destroy(part->link);
		part->link = NULL;
		if (part->link_fd >= 0)
			close(part->link_fd);
		part->link_fd = -1;
	}
	hook->detach_ns = (int64_t)(clock__monotonic_ns() - start_ns);
	if (hook->is_entered && hook->backend->leave)
		hook->backend->leave(hook);
	hook->is_entered = false;
	hook->placement = NULL;
}

void hook__close(struct hook *hook)
{
	hook__detach(hook);
	bpf_object__close(hook->object);
	hook->object = NULL;
	hook->n_parts = 0;
	if (hook->backend->life)
		hook->backend->life->close(hook);
}

void hook_memory__close(struct hook_memory *memory)
{
	setting_guard__release(&memory->printk_event);
	program_facts__free(&memory->facts);
	map_facts__free(&memory->maps);
	free(memory->verifier_log);
	memory->verifier_log = NULL;
}

const struct program_fact *hook__facts(const struct hook *hook, size_t *n)
{
	*n = 0;
	if (!hook->backend->life)
		return NULL;
	if (hook->user)
		hook->backend->life->read_runs(hook);
	return program_facts__find(&hook->memory->facts, hook->backend->name, n);
}
