// SPDX-License-Identifier: GPL-2.0-or-later
/* How the programs of a user's object find their target and are attached, by kind. */
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/hook/link.h"
#include "bench/hook/mechanism_explain.h"
#include "bench/hook/program_kind.h"
#include "bench/kernel/function_list.h"
#include "bench/kernel/kernel_type.h"
#include "bench/machine/arch.h"

#define A_FUNCTION "the name of a kernel function"

/* ---- kprobes ---- */

#define FUNCTION_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."

/* FUNCTION or FUNCTION+OFFSET. */
static int prepare_kprobe(struct user_part *part)
{
	size_t length = strspn(part->target, FUNCTION_LETTERS);
	const char *rest = part->target + length;
	char *end = part->target + length;

	part->offset = *rest == '+' ? strtoul(rest + 1, &end, 0) : 0;
	if (!length || *end || end == rest + 1 || (part->kind->at_return && part->offset))
		return -EINVAL;
	snprintf(part->symbol, sizeof(part->symbol), "%.*s", (int)length, part->target);
	return 0;
}

static int attach_kprobe(const struct user_part *part, struct hook_part *hooked)
{
	return link__kprobe(hooked, part->symbol, part->kind->at_return, part->offset);
}

static void explain_kprobe(const struct user_part *part, struct program_fact *fact)
{
	explain__function(part->symbol, false, fact);
}

const struct mechanism mechanism_kprobe = {
	.prepare = prepare_kprobe,
	.attach = attach_kprobe,
	.explain = explain_kprobe,
	.example = "the name of a kernel function, and at its entry perhaps +OFFSET",
};

/* ---- system calls ---- */

/* Kernels without wrappers around system calls have no prefix. */
static const char *const call_prefixes[] = { ARCH_SYSTEM_CALL_PREFIX "sys_", "__se_sys_", "sys_" };

static int attach_system_call(const struct user_part *part, struct hook_part *hooked)
{
	char symbol[160];
	int err = -ENOENT;

	for (size_t i = 0; i < sizeof(call_prefixes) / sizeof(*call_prefixes) && err == -ENOENT;
	     i++) {
		snprintf(symbol, sizeof(symbol), "%s%.127s", call_prefixes[i], part->target);
		err = link__kprobe(hooked, symbol, part->kind->at_return, 0);
	}
	return err;
}

static void explain_system_call(const struct user_part *part, struct program_fact *fact)
{
	char symbol[160];

	snprintf(symbol, sizeof(symbol), "%s%.127s", call_prefixes[0], part->target);
	explain__function(symbol, false, fact);
}

const struct mechanism mechanism_system_call = {
	.attach = attach_system_call,
	.explain = explain_system_call,
	.example = "the name of a system call",
};

/* ---- several functions ---- */

static bool is_pattern(const char *target)
{
	return strpbrk(target, "*?") != NULL;
}

static int prepare_kprobe_multi(struct user_part *part)
{
	snprintf(part->symbol, sizeof(part->symbol), "%.127s", part->target);
	return function_list__match(part->target, is_pattern(part->target), &part->symbols,
				    &part->n_symbols);
}

static int attach_kprobe_multi(const struct user_part *part, struct hook_part *hooked)
{
	return link__kprobe_multi(hooked, part->kind->attach_type, part->kind->at_return,
				  (const char *const *)part->symbols, NULL, part->n_symbols);
}

static void explain_kprobe_multi(const struct user_part *part, struct program_fact *fact)
{
	if (is_pattern(part->target))
		snprintf(
			fact->reason, sizeof(fact->reason),
			"this kernel has no function for the pattern %.120s, or does not list them",
			part->target);
	else
		explain__function(part->symbol, false, fact);
}

const struct mechanism mechanism_kprobe_multi = {
	.prepare = prepare_kprobe_multi,
	.attach = attach_kprobe_multi,
	.explain = explain_kprobe_multi,
	.example = A_FUNCTION ", or a pattern with * and ?",
};

/* ---- trampolines ---- */

/* libbpf looks it up in the kernel's BTF, as what the attach type asks for. */
static int prepare_trampoline(struct user_part *part)
{
	return bpf_program__set_attach_target(part->program, 0, part->target);
}

static int attach_trampoline(const struct user_part *part, struct hook_part *hooked)
{
	(void)part;
	hooked->link = bpf_program__attach_trace(hooked->program);
	return hooked->link ? 0 : -errno;
}

static void explain_trampoline(const struct user_part *part, struct program_fact *fact)
{
	explain__function(part->target, true, fact);
}

const struct mechanism mechanism_trampoline = {
	.prepare = prepare_trampoline,
	.attach = attach_trampoline,
	.explain = explain_trampoline,
	.example = A_FUNCTION,
};

/* The verifier refuses others, and with them the whole object. */
static int prepare_modify_return(struct user_part *part)
{
	int err = prepare_trampoline(part);

	if (!err && !explain__may_modify(part->target))
		err = -ENOTSUP;
	return err;
}

static void explain_modify_return(const struct user_part *part, struct program_fact *fact)
{
	explain__function(part->target, true, fact);
	if (!fact->reason[0] && !explain__may_modify(part->target))
		snprintf(
			fact->reason, sizeof(fact->reason),
			"this kernel lets no program change the result of %.120s: it is not in its list of functions for error injection",
			part->target);
}

const struct mechanism mechanism_modify_return = {
	.prepare = prepare_modify_return,
	.attach = attach_trampoline,
	.explain = explain_modify_return,
	.example = A_FUNCTION,
};

static int attach_session(const struct user_part *part, struct hook_part *hooked)
{
	return link__trampoline(hooked, part->kind->attach_type);
}

const struct mechanism mechanism_session = {
	.prepare = prepare_trampoline,
	.attach = attach_session,
	.explain = explain_trampoline,
	.example = A_FUNCTION,
};

static int prepare_trampoline_multi(struct user_part *part)
{
	int id = kernel_type__function(part->target);

	if (id < 0)
		return id;
	part->function_id = (uint32_t)id;
	return 0;
}

static int attach_trampoline_multi(const struct user_part *part, struct hook_part *hooked)
{
	return link__trampoline_multi(hooked, part->kind->attach_type, &part->function_id, 1);
}

const struct mechanism mechanism_trampoline_multi = {
	.prepare = prepare_trampoline_multi,
	.attach = attach_trampoline_multi,
	.explain = explain_trampoline,
	.example = A_FUNCTION,
};

/* ---- security hooks ---- */

static int attach_lsm(const struct user_part *part, struct hook_part *hooked)
{
	(void)part;
	hooked->link = bpf_program__attach_lsm(hooked->program);
	return hooked->link ? 0 : -errno;
}

static void explain_lsm(const struct user_part *part, struct program_fact *fact)
{
	explain__type("bpf_lsm_", part->target, "security hook", fact);
}

const struct mechanism mechanism_lsm = {
	.prepare = prepare_trampoline,
	.attach = attach_lsm,
	.explain = explain_lsm,
	.example = "the name of a security hook, as in security_NAME",
};

/* ---- tracepoints ---- */

static int prepare_tracepoint(struct user_part *part)
{
	const char *slash = strchr(part->target, '/');

	if (!slash || slash == part->target || !slash[1] || strchr(slash + 1, '/') ||
	    strstr(part->target, ".."))
		return -EINVAL;
	return tracepoint__id(part->target, &part->id);
}

static int attach_tracepoint(const struct user_part *part, struct hook_part *hooked)
{
	return link__tracepoint(hooked, part->id);
}

static void explain_tracepoint(const struct user_part *part, struct program_fact *fact)
{
	explain__tracepoint(part->target, true, fact);
}

const struct mechanism mechanism_tracepoint = {
	.prepare = prepare_tracepoint,
	.attach = attach_tracepoint,
	.explain = explain_tracepoint,
	.example = "a tracepoint as CATEGORY/NAME",
};

static int attach_raw_tracepoint(const struct user_part *part, struct hook_part *hooked)
{
	hooked->link = bpf_program__attach_raw_tracepoint(hooked->program, part->target);
	return hooked->link ? 0 : -errno;
}

static void explain_raw_tracepoint(const struct user_part *part, struct program_fact *fact)
{
	explain__tracepoint(part->target, false, fact);
}

const struct mechanism mechanism_raw_tracepoint = {
	.attach = attach_raw_tracepoint,
	.explain = explain_raw_tracepoint,
	.example = "the name of a tracepoint, without its category",
};

static void explain_btf_tracepoint(const struct user_part *part, struct program_fact *fact)
{
	explain__type("btf_trace_", part->target, "tracepoint", fact);
}

const struct mechanism mechanism_btf_tracepoint = {
	.prepare = prepare_trampoline,
	.attach = attach_trampoline,
	.explain = explain_btf_tracepoint,
	.example = "the name of a tracepoint, without its category",
};
