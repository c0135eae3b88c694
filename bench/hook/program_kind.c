// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/program_kind.h"

#include <linux/bpf.h>
#include <stdlib.h>
#include <string.h>

#include "bench/hook/link.h"

#define KIND(name, how, program_type, attach, needs, ...)                      \
	{                                                                      \
		.word = (name), .mechanism = &mechanism_##how,                 \
		.type = BPF_PROG_TYPE_##program_type, .attach_type = (attach), \
		.requires = requires_##needs, ##__VA_ARGS__                    \
	}
/* Both without and with ".s", which may sleep. */
#define KINDS(name, ...) KIND(name, __VA_ARGS__), KIND(name ".s", __VA_ARGS__, .sleeps = true)
#define REFUSED(name, why)                       \
	{                                        \
		.word = (name), .refusal = (why) \
	}
#define REFUSED_ALL(name, why)                                      \
	{                                                           \
		.word = (name), .refusal = (why), .is_family = true \
	}

#define NO_WORKLOAD(what) "no workload runs it: it is for " what

const struct program_kind program_kinds[] = {
	KIND("kprobe", kprobe, KPROBE, 0, kprobes),
	KIND("kretprobe", kprobe, KPROBE, 0, kprobes, .at_return = true),
	KIND("ksyscall", system_call, KPROBE, 0, kprobes),
	KIND("kretsyscall", system_call, KPROBE, 0, kprobes, .at_return = true),
	KIND("kprobe.multi", kprobe_multi, KPROBE, ATTACH_KPROBE_MULTI, kprobe_multi),
	KIND("kretprobe.multi", kprobe_multi, KPROBE, ATTACH_KPROBE_MULTI, kprobe_multi,
	     .at_return = true),
	KIND("kprobe.session", kprobe_multi, KPROBE, ATTACH_KPROBE_SESSION, kprobe_session),
	KINDS("fentry", trampoline, TRACING, BPF_TRACE_FENTRY, trampoline),
	KINDS("fexit", trampoline, TRACING, BPF_TRACE_FEXIT, trampoline, .at_return = true),
	KINDS("fmod_ret", modify_return, TRACING, BPF_MODIFY_RETURN, trampoline),
	KINDS("fsession", session, TRACING, ATTACH_FSESSION, fsession),
	KINDS("fentry.multi", trampoline_multi, TRACING, ATTACH_FENTRY_MULTI, trampoline_multi),
	KINDS("fexit.multi", trampoline_multi, TRACING, ATTACH_FEXIT_MULTI, trampoline_multi,
	      .at_return = true),
	KINDS("lsm", lsm, LSM, BPF_LSM_MAC, lsm),
	KIND("tp", tracepoint, TRACEPOINT, 0, other_tracepoint),
	KIND("tracepoint", tracepoint, TRACEPOINT, 0, other_tracepoint),
	KIND("raw_tp", raw_tracepoint, RAW_TRACEPOINT, 0, raw_tracepoint),
	KIND("raw_tracepoint", raw_tracepoint, RAW_TRACEPOINT, 0, raw_tracepoint),
	KIND("raw_tp.w", raw_tracepoint, RAW_TRACEPOINT_WRITABLE, 0, raw_tracepoint),
	KIND("raw_tracepoint.w", raw_tracepoint, RAW_TRACEPOINT_WRITABLE, 0, raw_tracepoint),
	KIND("tp_btf", btf_tracepoint, TRACING, BPF_TRACE_RAW_TP, btf),
	KINDS("uprobe", uprobe, KPROBE, 0, uprobes),
	KINDS("uretprobe", uprobe, KPROBE, 0, uprobes, .at_return = true),
	KINDS("uprobe.multi", uprobe_multi, KPROBE, ATTACH_UPROBE_MULTI, uprobe_multi),
	KINDS("uretprobe.multi", uprobe_multi, KPROBE, ATTACH_UPROBE_MULTI, uprobe_multi,
	      .at_return = true),
	KINDS("uprobe.session", uprobe_multi, KPROBE, ATTACH_UPROBE_SESSION, uprobe_session),
	KINDS("usdt", usdt, KPROBE, 0, uprobes),

	REFUSED_ALL("struct_ops", "it replaces a part of the kernel, and hooks none"),
	REFUSED_ALL("iter", "it runs when its file is read, and at no hook"),
	REFUSED_ALL("freplace", "it replaces a function of another BPF program"),
	REFUSED("syscall", "it runs when user space asks for it, and at no hook"),
	REFUSED("perf_event", "it runs when a counter of the CPU overflows, and at no hook"),
	REFUSED_ALL("lsm_cgroup", "it belongs to a cgroup, and hookbench makes none"),
	REFUSED_ALL("cgroup", "it belongs to a cgroup, and hookbench makes none"),
	REFUSED_ALL("sockops", "it belongs to a cgroup, and hookbench makes none"),
	REFUSED_ALL("xdp", NO_WORKLOAD("packets of a network device")),
	REFUSED_ALL("tcx", NO_WORKLOAD("packets of a network device")),
	REFUSED("tc", NO_WORKLOAD("packets of a network device")),
	REFUSED_ALL("classifier", NO_WORKLOAD("packets of a network device")),
	REFUSED("action", NO_WORKLOAD("packets of a network device")),
	REFUSED_ALL("netkit", NO_WORKLOAD("packets of a network device")),
	REFUSED_ALL("netfilter", NO_WORKLOAD("packets of a network device")),
	REFUSED_ALL("lwt_", NO_WORKLOAD("routes of packets")),
	REFUSED_ALL("flow_dissector", NO_WORKLOAD("packets of a network device")),
	REFUSED_ALL("socket", NO_WORKLOAD("sockets that ask for it")),
	REFUSED_ALL("sk_", NO_WORKLOAD("sockets that ask for it")),
	REFUSED_ALL("lirc_mode2", NO_WORKLOAD("remote controls")),
	{ .word = NULL },
};

const struct program_kind *program_kind__of(const char *section)
{
	size_t length = strcspn(section, "/");

	for (const struct program_kind *k = program_kinds; k->word; k++) {
		size_t word = strlen(k->word);

		if ((k->is_family ? length >= word : length == word) &&
		    !strncmp(section, k->word, word))
			return k;
	}
	return NULL;
}

const char *program_kind__target(const char *section)
{
	const char *slash = strchr(section, '/');

	return slash ? slash + 1 : "";
}

void user_part__free(struct user_part *part)
{
	for (size_t i = 0; i < part->n_symbols; i++)
		free(part->symbols[i]);
	free(part->symbols);
	free(part->file);
	free(part->log);
	part->symbols = NULL;
	part->file = NULL;
	part->log = NULL;
	part->n_symbols = 0;
}
