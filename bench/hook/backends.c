// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/backends.h"

#include <bpf/libbpf.h>
#include <stdio.h>
#include <string.h>

/* Must come first: the skeletons use its types. */
#include "bpf/payload.h"

#include "bpf/fentry.skel.h"
#include "bpf/fentry_fexit.skel.h"
#include "bpf/fentry_multi.skel.h"
#include "bpf/fexit.skel.h"
#include "bpf/fexit_multi.skel.h"
#include "bpf/fmod_ret.skel.h"
#include "bpf/fsession.skel.h"
#include "bpf/kprobe.skel.h"
#include "bpf/kprobe_kretprobe.skel.h"
#include "bpf/kprobe_multi.skel.h"
#include "bpf/kprobe_offset.skel.h"
#include "bpf/kprobe_session.skel.h"
#include "bpf/kprobe_session_6_10.skel.h"
#include "bpf/kretprobe.skel.h"
#include "bpf/kretprobe_multi.skel.h"
#include "bpf/lsm.skel.h"
#include "bpf/prices_probe.skel.h"
#include "bpf/prices_trampoline.skel.h"
#include "bpf/prices_usdt.skel.h"
#include "bpf/raw_tp.skel.h"
#include "bpf/tp.skel.h"
#include "bpf/tp_btf.skel.h"
#include "bpf/usdt.skel.h"

#include "bench/base/table.h"
#include "bench/hook/attachments.h"
#include "bench/hook/kprobe_placement.h"
#include "bench/hook/requirement.h"
#include "bench/machine/arch.h"

#define KPROBE_ENTRY                                              \
	{                                                         \
		.side = &side_entry, .attach = attachment__kprobe \
	}
#define KPROBE_RETURN                                                               \
	{                                                                           \
		.side = &side_exit, .attach = attachment__kprobe, .at_return = true \
	}
#define KPROBE_INSIDE                                                    \
	{                                                                \
		.side = &side_entry, .attach = attachment__kprobe_inside \
	}
#define KPROBE_MULTI(which, kind, returns)                                                \
	{                                                                                 \
		.side = &which, .type = kind, .at_return = returns,                       \
		.prepare = attachment__prepare_multi, .attach = attachment__kprobe_multi, \
		.attach_many = attachment__kprobe_multi_many                              \
	}
#define UPROBE(which, returns)                                                     \
	{                                                                          \
		.side = &which, .attach = attachment__uprobe, .at_return = returns \
	}
#define UPROBE_MULTI(which, kind, returns)                                               \
	{                                                                                \
		.side = &which, .type = kind, .at_return = returns,                      \
		.prepare = attachment__prepare_multi, .attach = attachment__uprobe_multi \
	}
#define TRAMPOLINE(which)                                                  \
	{                                                                  \
		.side = &which, .prepare = attachment__prepare_trampoline, \
		.attach = attachment__program                              \
	}
#define TRAMPOLINE_MULTI(which, kind, keep)                                                    \
	{                                                                                      \
		.side = &which, .type = kind, .prepare = attachment__prepare_trampoline_multi, \
		.attach = attachment__trampoline_multi,                                        \
		.attach_many = attachment__trampoline_multi_many, .keep_many = keep            \
	}

const struct backend backends[] = {
	{ .name = "none", .help = "no hook: the reference for all others" },
	{
		.name = "kprobe",
		.help = "entry, through the kprobe handler",
		.needs_function = true,
		.elf = kprobe_bpf__elf_bytes,
		.prices_elf = prices_probe_bpf__elf_bytes,
		.parts = { KPROBE_ENTRY },
		.name_source = NAME_AT_ENTRY,
		.placement = kprobe_placement__read_name,
		.traced_by = "kprobe+kretprobe",
		.requires = requires_kprobes,
	},
	{
		.name = "kretprobe",
		.help = "return, through a replaced return address",
		.needs_function = true,
		.elf = kretprobe_bpf__elf_bytes,
		.prices_elf = prices_probe_bpf__elf_bytes,
		.parts = { KPROBE_RETURN },
		.placement = kprobe_placement__read_name,
		.traced_by = "kprobe+kretprobe",
		.requires = requires_kprobes,
	},
	{
		.name = "kprobe+kretprobe",
		.help = "entry and return, as two programs",
		.needs_function = true,
		.elf = kprobe_kretprobe_bpf__elf_bytes,
		.parts = { KPROBE_ENTRY, KPROBE_RETURN },
		.name_source = NAME_AT_ENTRY,
		.placement = kprobe_placement__read_name,
		.requires = requires_kprobes,
	},
	{
		.name = "kprobe.offset",
		.help = "inside the function, through a jump",
		.needs_function = true,
		.elf = kprobe_offset_bpf__elf_bytes,
		.parts = { KPROBE_INSIDE },
		.wait = kprobe_placement__wait_for_jump,
		.must_be = KPROBE_OPTIMIZED_NAME,
		.leave = kprobe_placement__wait_for_removal,
		.placement = kprobe_placement__read_name,
		.requires = requires_kprobes_inside,
	},
	{
		.name = "kprobe.int3",
		.help = "inside the function, through a breakpoint (debug.kprobes-optimization=0)",
		.needs_function = true,
		.elf = kprobe_offset_bpf__elf_bytes,
		.parts = { KPROBE_INSIDE },
		.enter = kprobe_placement__forbid_jumps,
		.must_be = KPROBE_BREAKPOINT_NAME,
		.leave = kprobe_placement__allow_jumps,
		.placement = kprobe_placement__read_name,
		.requires = requires_kprobes_inside,
	},
	{
		.name = "kprobe.multi",
		.help = "entry, through fprobe",
		.needs_function = true,
		.elf = kprobe_multi_bpf__elf_bytes,
		.parts = { KPROBE_MULTI(side_entry, ATTACH_KPROBE_MULTI, false) },
		.name_source = NAME_AT_ENTRY,
		.requires = requires_kprobe_multi,
	},
	{
		.name = "kretprobe.multi",
		.help = "return, through fprobe",
		.needs_function = true,
		.elf = kretprobe_multi_bpf__elf_bytes,
		.parts = { KPROBE_MULTI(side_exit, ATTACH_KPROBE_MULTI, true) },
		.requires = requires_kprobe_multi,
	},
	{
		.name = "kprobe.session",
		.help = "entry and return, as one program through fprobe",
		.needs_function = true,
		.elf = kprobe_session_bpf__elf_bytes,
		.older_elf = kprobe_session_6_10_bpf__elf_bytes,
		.parts = { KPROBE_MULTI(side_both, ATTACH_KPROBE_SESSION, false) },
		.varies = ARCH_SESSION_VARIES,
		.name_source = NAME_AT_ENTRY,
		.requires = requires_kprobe_session,
	},
	{
		.name = "fentry",
		.help = "entry, on a BPF trampoline",
		.needs_function = true,
		.elf = fentry_bpf__elf_bytes,
		.prices_elf = prices_trampoline_bpf__elf_bytes,
		.parts = { TRAMPOLINE(side_entry) },
		.name_source = NAME_AT_ENTRY,
		.traced_by = "fentry+fexit",
		.requires = requires_trampoline,
	},
	{
		.name = "fexit",
		.help = "return, on a BPF trampoline",
		.calls_function = true,
		.needs_function = true,
		.elf = fexit_bpf__elf_bytes,
		.prices_elf = prices_trampoline_bpf__elf_bytes,
		.parts = { TRAMPOLINE(side_exit) },
		.name_source = NAME_AT_RETURN,
		.traced_by = "fentry+fexit",
		.requires = requires_trampoline,
	},
	{
		.name = "fentry+fexit",
		.help = "entry and return, as two programs",
		.calls_function = true,
		.needs_function = true,
		.elf = fentry_fexit_bpf__elf_bytes,
		.parts = { TRAMPOLINE(side_entry), TRAMPOLINE(side_exit) },
		.name_source = NAME_AT_ENTRY,
		.requires = requires_trampoline,
	},
	{
		.name = "fsession",
		.help = "entry and return, as one program on a BPF trampoline",
		.calls_function = true,
		.needs_function = true,
		.elf = fsession_bpf__elf_bytes,
		.parts = { { .side = &side_both,
			     .type = ATTACH_FSESSION,
			     .prepare = attachment__prepare_trampoline,
			     .attach = attachment__fsession } },
		.name_source = NAME_AT_ENTRY,
		.requires = requires_fsession,
	},
	{
		.name = "fentry.multi",
		.help = "entry, on a BPF trampoline that serves many functions",
		.needs_function = true,
		.elf = fentry_multi_bpf__elf_bytes,
		.parts = { TRAMPOLINE_MULTI(side_entry, ATTACH_FENTRY_MULTI,
					    attachment__keep_trampolines) },
		.name_source = NAME_AT_ENTRY,
		.requires = requires_trampoline_multi,
	},
	{
		.name = "fexit.multi",
		.help = "return, on a BPF trampoline that serves many functions",
		.calls_function = true,
		.needs_function = true,
		.elf = fexit_multi_bpf__elf_bytes,
		.parts = { TRAMPOLINE_MULTI(side_exit, ATTACH_FEXIT_MULTI,
					    attachment__keep_returning) },
		.name_source = NAME_AT_RETURN,
		.requires = requires_trampoline_multi,
	},
	{
		.name = "lsm",
		.help = "the security hook that the operation passes, on a BPF trampoline",
		.calls_function = true,
		.elf = lsm_bpf__elf_bytes,
		.parts = { { .side = &side_entry,
			     .prepare = attachment__prepare_lsm,
			     .attach = attachment__program } },
		.name_source = NAME_OF_LSM_HOOK,
		.requires = requires_lsm,
	},
	{
		.name = "fmod_ret",
		.help = "before the kernel's security checks of the operation, which it may replace",
		.calls_function = true,
		.elf = fmod_ret_bpf__elf_bytes,
		.parts = { { .side = &side_entry,
			     .prepare = attachment__prepare_fmod_ret,
			     .attach = attachment__program } },
		.name_source = NAME_OF_LSM_HOOK,
		.requires = requires_trampoline,
	},
	{
		.name = "tp",
		.help = "entry of the system call, at its own tracepoint",
		.elf = tp_bpf__elf_bytes,
		.parts = { { .side = &side_entry,
			     .prepare = attachment__prepare_tracepoint,
			     .attach = attachment__tracepoint } },
		.name_source = NAME_OF_SYSTEM_CALL,
		.requires = requires_tracepoint,
	},
	{
		.name = "raw_tp",
		.help = "entry of the system call, at the raw tracepoint of all system calls",
		.is_filtered = true,
		.elf = raw_tp_bpf__elf_bytes,
		.parts = { { .side = &side_entry,
			     .prepare = attachment__prepare_filter,
			     .attach = attachment__program } },
		.name_source = NAME_OF_SYSTEM_CALL,
		.requires = requires_raw_tracepoint,
	},
	{
		.name = "tp_btf",
		.help = "like raw_tp, with arguments typed by BTF",
		.is_filtered = true,
		.elf = tp_btf_bpf__elf_bytes,
		.parts = { { .side = &side_entry,
			     .prepare = attachment__prepare_filter,
			     .attach = attachment__program } },
		.name_source = NAME_OF_SYSTEM_CALL,
		.requires = requires_btf,
	},
	{
		.name = "uprobe",
		.help = "entry of a function in user space, through a breakpoint",
		.is_user = true,
		.elf = kprobe_bpf__elf_bytes,
		.prices_elf = prices_probe_bpf__elf_bytes,
		.parts = { UPROBE(side_entry, false) },
		.requires = requires_uprobes,
	},
	{
		.name = "uretprobe",
		.help = "return of a function in user space, through a replaced return address",
		.is_user = true,
		.elf = kretprobe_bpf__elf_bytes,
		.prices_elf = prices_probe_bpf__elf_bytes,
		.parts = { UPROBE(side_exit, true) },
		.requires = requires_uprobes,
	},
	{
		.name = "uprobe.multi",
		.help = "like uprobe, by a link for many functions",
		.is_user = true,
		.elf = kprobe_multi_bpf__elf_bytes,
		.parts = { UPROBE_MULTI(side_entry, ATTACH_UPROBE_MULTI, false) },
		.requires = requires_uprobe_multi,
	},
	{
		.name = "uretprobe.multi",
		.help = "like uretprobe, by a link for many functions",
		.is_user = true,
		.elf = kretprobe_multi_bpf__elf_bytes,
		.parts = { UPROBE_MULTI(side_exit, ATTACH_UPROBE_MULTI, true) },
		.requires = requires_uprobe_multi,
	},
	{
		.name = "uprobe.session",
		.help = "entry and return of a function in user space, as one program",
		.is_user = true,
		.elf = kprobe_session_bpf__elf_bytes,
		.older_elf = kprobe_session_6_10_bpf__elf_bytes,
		.parts = { UPROBE_MULTI(side_both, ATTACH_UPROBE_SESSION, false) },
		.requires = requires_uprobe_session,
	},
	{
		.name = "usdt",
		.help = "a probe that a program made with <sys/sdt.h>, by libbpf",
		.is_user = true,
		.needs_probe = true,
		.elf = usdt_bpf__elf_bytes,
		.prices_elf = prices_usdt_bpf__elf_bytes,
		.maps = "__bpf_usdt_",
		.parts = { { .side = &side_entry, .attach = attachment__usdt } },
		.requires = requires_usdt,
	},
	{ .name = NULL },
};

const struct backend *backend__find(const char *name)
{
	return name ? table__find(backends, sizeof(*backends), name) : NULL;
}

void backends__list_carriers(const struct payload *payload, const struct target *target,
			     const struct workload *workload, char *text, size_t size)
{
	char why_not[256];
	size_t length = 0;

	snprintf(text, size, "no backend supports it here");
	for (const struct backend *b = backends + 1; b->name && length < size; b++) {
		hook__explain_payload(b, payload, target, workload, why_not, sizeof(why_not));
		if (!why_not[0])
			length += (size_t)snprintf(
				text + length, size - length, "%s%s",
				length ? ", " : "backends that support it: ", b->name);
	}
}
