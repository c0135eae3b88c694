// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/hook.h"

#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/hook/hook_load.h"
#include "bench/hook/libbpf_log.h"
#include "bench/hook/name_parameter.h"
#include "bench/machine/arch.h"
#include "bench/machine/clock.h"

const char *hook__last_message(void)
{
	return libbpf_log__last();
}

/* ---- what can be carried ---- */

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
	bool lacks_name = payload->needs_name && name_parameter__of(backend, target, workload) < 0;

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
	return name_parameter__of(hook->backend, hook->target, hook->workload) >= 0;
}

unsigned int hook__hits_of_call(const struct backend *backend, const struct payload *payload)
{
	unsigned int runs = backend__runs_of_call(backend);

	return runs < payload->hits_of_call ? runs : payload->hits_of_call;
}

/* ---- the life cycle ---- */

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
	err = hook_load__first(hook);
	if (!err && ARCH_PROGRAMS_VARY)
		err = hook_load__longest(hook);
	if (err)
		hook__close(hook);
	return err;
}

/*
 * On a function with a livepatch, the last part comes first, which is the one at the exit. If an
 * fexit joins an fentry there, Linux 6.1.192 stops ftrace, and with it all kprobes and trampolines,
 * until the next boot: bpf_trampoline_update makes the trampoline anew, and clears the function of
 * an ftrace_ops that is in use.
 */
static int hook__attach_row(struct hook *hook)
{
	int err = 0;

	for (size_t i = 0; i < hook->n_parts && !err; i++) {
		size_t part = hook->memory->is_livepatched ? hook->n_parts - 1 - i : i;
		const struct attachment *a = &hook->backend->parts[part];

		err = a->attach(hook, a, &hook->parts[part]);
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
