// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/attachments.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/hook/kprobe_placement.h"
#include "bench/hook/libbpf_log.h"
#include "bench/hook/mapped_code.h"
#include "bench/hook/object_map.h"
#include "bench/hook/usdt_probe.h"
#include "bench/kernel/kernel_type.h"
#include "bench/kernel/traceable.h"
#include "bench/machine/own_code.h"

/* ---- kprobes ---- */

int attachment__kprobe(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	return link__kprobe(part, hook->target->symbol, a->at_return, 0);
}

static void part__detach(struct hook_part *part)
{
	bpf_link__destroy(part->link);
	part->link = NULL;
}

/* Whether the probe is where it should be, not on ftrace's instruction at the entry. */
static bool is_inside(const struct hook *hook)
{
	enum kprobe_placement placement = kprobe_placement__read(hook);

	return placement != KPROBE_UNKNOWN && placement != KPROBE_FTRACE &&
	       (!hook->backend->wait || !hook->backend->wait(hook));
}

#define MAX_OFFSET 64

/*
 * The first instruction after the entry that accepts a probe. The kernel knows where instructions
 * begin and refuses other offsets; the first instructions are executed by every call. The offset
 * found is remembered for later hooks. -EILSEQ: there is none.
 */
int attachment__kprobe_inside(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	struct found_offset *found = &hook->memory->offset;
	bool is_known =
		found->backend == hook->backend && !strcmp(found->symbol, hook->target->symbol);
	unsigned int offset = is_known ? found->offset : 1;
	int err = 0;

	(void)a;
	for (; offset <= MAX_OFFSET; offset++) {
		hook->offset = offset;
		err = link__kprobe(part, hook->target->symbol, false, offset);
		if (err == -EPERM || err == -EOPNOTSUPP)
			return err;
		if (!err && (is_known || is_inside(hook)))
			break;
		part__detach(part);
		is_known = false;
		err = -EILSEQ;
	}
	if (err)
		return err;
	found->backend = hook->backend;
	found->offset = offset;
	snprintf(found->symbol, sizeof(found->symbol), "%s", hook->target->symbol);
	return 0;
}

/* ---- fprobes ---- */

int attachment__prepare_multi(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	(void)hook;
	return bpf_program__set_expected_attach_type(part->program, (enum bpf_attach_type)a->type);
}

int attachment__kprobe_multi(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	const char *symbol = hook->target->symbol;

	return attachment__kprobe_multi_many(a, part, &symbol, 1);
}

int attachment__kprobe_multi_many(const struct attachment *a, struct hook_part *part,
				  const char *const *functions, size_t n)
{
	return link__kprobe_multi(part, a->type, a->at_return, functions, NULL, n);
}

/* ---- functions in user space ---- */

#define OWN_FILE "/proc/self/exe"

static const struct user_function *function_of(const struct hook *hook)
{
	return user_function__find(hook->workload->user_functions, hook->target->symbol);
}

/* libbpf would hook all probes of that name, and an operation passes one. */
static int find_probe(const struct user_function *f, struct usdt_probe *probe)
{
	int err = usdt_probe__find(OWN_FILE, USER_PROVIDER, f->probe, probe);

	if (err)
		libbpf_log__set("the USDT probe %s:%s of this program: %s", USER_PROVIDER, f->probe,
				err == -ENOTUNIQ ? "it is there twice" : strerror(-err));
	return err;
}

/*
 * The place of the target in its file, or in this program's: a USDT probe's nop, or the first
 * instruction. A return can only be hooked from there, where the return address is on top of the
 * stack.
 */
static int find_user_place(const struct hook *hook, const struct attachment *a,
			   struct user_place *place)
{
	const struct user_function *f = function_of(hook);
	const struct target *target = hook->target;
	struct usdt_probe probe = { 0 };
	int err;

	if (target->file[0]) {
		*place = (struct user_place){ .path = target->file,
					      .offset = target->offset,
					      .only = hook->only };
		return 0;
	}
	if (!f)
		return -ENOENT;
	*place = (struct user_place){ .path = OWN_FILE, .only = hook->only };
	if (!f->probe || a->side->sees_return)
		return own_code__offset((uintptr_t)f->function, &place->offset);
	err = find_probe(f, &probe);
	place->offset = probe.nop;
	place->semaphore = probe.semaphore;
	return err;
}

/* This program's own code is mapped already. */
static struct mapped_code map_place(const struct hook *hook, const struct user_place *place)
{
	return hook->target->file[0] ? mapped_code__open(place->path, place->offset)
				     : (struct mapped_code){ .at = NULL };
}

static int attach_in_user_space(struct hook *hook, const struct attachment *a,
				struct hook_part *part, bool is_multi)
{
	struct mapped_code mapped;
	struct user_place place;
	int err = find_user_place(hook, a, &place);

	if (err)
		return err;
	mapped = map_place(hook, &place);
	err = is_multi ? link__uprobe_multi(part, a->type, a->at_return, &place)
		       : link__uprobe(part, &place, a->at_return);
	mapped_code__close(&mapped);
	return err;
}

int attachment__uprobe(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	return attach_in_user_space(hook, a, part, false);
}

int attachment__uprobe_multi(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	return attach_in_user_space(hook, a, part, true);
}

int attachment__usdt(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	const struct user_function *f = function_of(hook);
	struct usdt_probe probe;
	int err = f && f->probe ? find_probe(f, &probe) : -ENOENT;

	(void)a;
	return err ? err : link__usdt(part, OWN_FILE, USER_PROVIDER, f->probe, hook->only);
}

/* ---- trampolines ---- */

int attachment__prepare_trampoline(struct hook *hook, const struct attachment *a,
				   struct hook_part *part)
{
	int err = 0;

	if (a->type)
		err = bpf_program__set_expected_attach_type(part->program,
							    (enum bpf_attach_type)a->type);
	if (!err)
		err = bpf_program__set_attach_target(part->program, 0, hook->target->symbol);
	return err;
}

int attachment__fsession(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	(void)hook;
	return link__trampoline(part, a->type);
}

/* Declared as a kprobe, so that libbpf needs no target; the real type is set here. */
int attachment__prepare_trampoline_multi(struct hook *hook, const struct attachment *a,
					 struct hook_part *part)
{
	int id = kernel_type__function(hook->target->symbol);

	if (id < 0)
		return id;
	hook->function_id = (uint32_t)id;
	bpf_program__set_type(part->program, BPF_PROG_TYPE_TRACING);
	return bpf_program__set_expected_attach_type(part->program, (enum bpf_attach_type)a->type);
}

int attachment__trampoline_multi(struct hook *hook, const struct attachment *a,
				 struct hook_part *part)
{
	return link__trampoline_multi(part, a->type, &hook->function_id, 1);
}

int attachment__trampoline_multi_many(const struct attachment *a, struct hook_part *part,
				      const char *const *functions, size_t n)
{
	uint32_t *ids = calloc(n, sizeof(*ids));
	int err = ids ? kernel_type__trampolines(functions, n, ids) : -ENOMEM;

	if (!err)
		err = link__trampoline_multi(part, a->type, ids, n);
	free(ids);
	return err;
}

int attachment__keep_trampolines(char **functions, size_t *n)
{
	uint32_t *ids = calloc(*n, sizeof(*ids));
	int err = ids ? kernel_type__trampolines((const char *const *)functions, *n, ids) : -ENOMEM;
	size_t kept = 0;

	for (size_t i = 0; i < *n && !err; i++) {
		if (ids[i])
			functions[kept++] = functions[i];
		else
			free(functions[i]);
	}
	if (!err)
		*n = kept;
	free(ids);
	return err;
}

/* A single one that never returns makes the kernel refuse a link for all. */
int attachment__keep_returning(char **functions, size_t *n)
{
	int err = attachment__keep_trampolines(functions, n);
	size_t kept = 0;

	for (size_t i = 0; i < *n && !err; i++) {
		if (!traceable__never_returns(functions[i]))
			functions[kept++] = functions[i];
		else
			free(functions[i]);
	}
	if (!err)
		*n = kept;
	return err;
}

int attachment__prepare_lsm(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	const char *name = hook->workload->lsm_hook.name;

	(void)a;
	return name ? bpf_program__set_attach_target(part->program, 0, name) : -ENOTSUP;
}

/* Of all functions on the way, the one whose result every kernel lets programs replace. */
int attachment__prepare_fmod_ret(struct hook *hook, const struct attachment *a,
				 struct hook_part *part)
{
	char name[128];

	(void)a;
	if (!hook->workload->lsm_hook.name)
		return -ENOTSUP;
	snprintf(name, sizeof(name), "security_%s", hook->workload->lsm_hook.name);
	return bpf_program__set_attach_target(part->program, 0, name);
}

/* ---- tracepoints ---- */

int attachment__prepare_tracepoint(struct hook *hook, const struct attachment *a,
				   struct hook_part *part)
{
	char tracepoint[128];

	(void)a;
	(void)part;
	snprintf(tracepoint, sizeof(tracepoint), "syscalls/sys_enter_%s",
		 hook->workload->system_call.name);
	return tracepoint__id(tracepoint, &hook->event);
}

int attachment__tracepoint(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	(void)a;
	return link__tracepoint(part, hook->event);
}

int attachment__prepare_filter(struct hook *hook, const struct attachment *a,
			       struct hook_part *part)
{
	(void)a;
	(void)part;
	return object_map__set_constant(hook->object, ".rodata.syscall",
					hook->workload->system_call.number);
}

int attachment__program(struct hook *hook, const struct attachment *a, struct hook_part *part)
{
	(void)hook;
	(void)a;
	part->link = bpf_program__attach(part->program);
	return part->link ? 0 : -errno;
}
