// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/requirement.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "bench/kernel/kernel_switch.h"
#include "bench/kernel/kernel_type.h"
#include "bench/kernel/livepatch.h"
#include "bench/machine/arch.h"
#include "bench/machine/capabilities.h"
#include "bench/machine/sysfile.h"

#define VMLINUX_BTF "/sys/kernel/btf/vmlinux"
/* The kernel's own, which no C library knows. */
#define ENOTSUPP      524
#define REMEDY_VM     "use another kernel, in a VM: --kernel IMAGE" /* where privileges are there */
#define REMEDY_KERNEL "use another kernel: --kernel IMAGE"

static bool lacks_bpf(void)
{
	return !capabilities__have(CAP_BPF);
}

static bool lacks_perfmon(void)
{
	return !capabilities__have(CAP_PERFMON);
}

static bool lacks_both(void)
{
	return lacks_bpf() && lacks_perfmon();
}

static bool is_user_without_either(void)
{
	return geteuid() && lacks_both();
}

static bool lacks_admin(void)
{
	return !capabilities__have(CAP_SYS_ADMIN);
}

static bool has_ftrace_off(void)
{
	return kernel_switch__is_off(SWITCH_FTRACE, "");
}

/* Where they are breakpoints, they do not depend on ftrace. */
static bool has_entry_kprobes_off(void)
{
	return ARCH_KPROBES_ON_FTRACE && has_ftrace_off();
}

static bool has_kprobes_off(void)
{
	return kernel_switch__is_off(SWITCH_KPROBES, "");
}

static bool has_tracing_off(void)
{
	return kernel_switch__is_off(SWITCH_TRACING, "");
}

static bool lacks_kprobes(void)
{
	return access(KPROBE_PMU, F_OK) && sysfile__kernel_config("CONFIG_KPROBES") == 'n';
}

static bool lacks_kprobe_events(void)
{
	return access(KPROBE_PMU, F_OK);
}

static bool lacks_uprobe_events(void)
{
	return access(UPROBE_PMU, F_OK);
}

static bool lacks_btf(void)
{
	return access(VMLINUX_BTF, R_OK);
}

static bool lacks_system_call_events(void)
{
	char line[8];
	int err = sysfile__read_line_detached("tracefs", "events/enable", line, sizeof(line));

	return err == -ENODEV ||
	       (!err && sysfile__read_line_detached("tracefs", "events/syscalls/enable", line,
						    sizeof(line)));
}

/* The active mode is in brackets; "" if the kernel has no lockdown. */
static bool is_locked_down(void)
{
	char line[64];

	sysfile__read_line_detached("securityfs", "lockdown", line, sizeof(line));
	return line[0] && !strstr(line, "[none]");
}

static bool lacks_attach_type(const char *name)
{
	return !lacks_btf() && !kernel_type__has_enumerator("bpf_attach_type", name);
}

static bool lacks_kprobe_multi(void)
{
	return lacks_attach_type("BPF_TRACE_KPROBE_MULTI");
}

/* The kernel's BTF has it even if the kernel was built without. */
static bool lacks_fprobe(void)
{
	return !lacks_btf() && !kernel_type__has_function("register_fprobe");
}

static bool lacks_kprobe_session(void)
{
	return lacks_attach_type("BPF_TRACE_KPROBE_SESSION");
}

static bool lacks_uprobe_multi(void)
{
	return lacks_attach_type("BPF_TRACE_UPROBE_MULTI");
}

static bool lacks_uprobe_session(void)
{
	return lacks_attach_type("BPF_TRACE_UPROBE_SESSION");
}

/* Before them, libbpf must know where in memory a probe is. */
static bool lacks_cookies(void)
{
	return !lacks_btf() &&
	       !kernel_type__has_enumerator("bpf_func_id", "BPF_FUNC_get_attach_cookie");
}

static bool lacks_fsession(void)
{
	return lacks_attach_type("BPF_TRACE_FSESSION");
}

static bool lacks_trampoline_multi(void)
{
	return lacks_attach_type("BPF_TRACE_FENTRY_MULTI");
}

/* The active security modules, separated by commas; the kernel command line selects them. */
static bool lacks_bpf_lsm(void)
{
	char line[256];

	return !sysfile__read_line_detached("securityfs", "lsm", line, sizeof(line)) &&
	       !strstr(line, "bpf");
}

static bool always(void)
{
	return true;
}

static bool has_jumps_forbidden(void)
{
	char line[8];

	return sysfile__read_line("/proc/sys/debug/kprobes-optimization", line, sizeof(line)) ||
	       !strcmp(line, "0");
}

static const struct requirement needs_root = {
	.is_missing = is_user_without_either,
	.reason = "only root may load BPF programs, or who has CAP_BPF and CAP_PERFMON",
	.remedy = "run hookbench as root (sudo), give it both (setpriv, capsh), or " REMEDY_VM,
};

static const struct requirement needs_either = {
	.is_missing = lacks_both,
	.reason = "this process is root, but has neither CAP_BPF nor CAP_PERFMON (a container?)",
	.remedy = "give it both (docker run --cap-add BPF --cap-add PERFMON), or " REMEDY_VM,
};

static const struct requirement needs_cap_bpf = {
	.is_missing = lacks_bpf,
	.reason = "this process lacks CAP_BPF, without which it may not load BPF programs",
	.remedy = "give it that capability (docker run --cap-add BPF), or " REMEDY_VM,
};

static const struct requirement needs_cap_perfmon = {
	.is_missing = lacks_perfmon,
	.reason = "this process lacks CAP_PERFMON, without which its BPF programs may not trace",
	.remedy = "give it that capability (docker run --cap-add PERFMON), or " REMEDY_VM,
};

static const struct requirement needs_own_user_namespace = {
	.error = EPERM,
	.is_missing = capabilities__are_of_namespace,
	.reason =
		"this process is root in a user namespace only (a rootless container?), where BPF is not permitted",
	.remedy = "run hookbench outside of it, or " REMEDY_VM,
};

static const struct requirement needs_ftrace_on = {
	.is_silent = true,
	.is_missing = has_ftrace_off,
	.reason = FTRACE_OFF_REASON,
	.remedy = FTRACE_OFF_REMEDY,
};

static const struct requirement needs_entry_kprobes_on = {
	.is_silent = true,
	.is_missing = has_entry_kprobes_off,
	.reason = FTRACE_OFF_REASON,
	.remedy = FTRACE_OFF_REMEDY,
};

static const struct requirement needs_kprobes_on = {
	.is_silent = true,
	.is_missing = has_kprobes_off,
	.reason = KPROBES_OFF_REASON,
	.remedy = KPROBES_OFF_REMEDY,
};

static const struct requirement needs_tracing_on = {
	.output = OUTPUT_LINES,
	.is_silent = true,
	.is_missing = has_tracing_off,
	.reason = TRACING_OFF_REASON,
	.remedy = TRACING_OFF_REMEDY,
};

/*
 * What each mode refuses differs between kernels, so lockdown is only reported next to the error.
 */
static const struct requirement needs_no_lockdown = {
	.error = EPERM,
	.is_missing = is_locked_down,
	.reason = "not permitted, and the kernel is locked down",
	.remedy = "boot without lockdown= and Secure Boot, or " REMEDY_KERNEL,
};

/* A seccomp filter or a security module may refuse, too. */
static const struct requirement needs_admin = {
	.error = EPERM,
	.is_missing = lacks_admin,
	.reason = "not permitted, and this process lacks CAP_SYS_ADMIN",
	.remedy =
		"run hookbench as root with all capabilities (sudo; docker run --privileged), or " REMEDY_VM,
};

static const struct requirement needs_tracefs = {
	.error = EACCES,
	.is_missing = lacks_admin,
	.reason = "the number of the tracepoint is in tracefs, which this process may not read",
	.remedy = "run hookbench as root (sudo), or use raw_tp",
};

static const struct requirement needs_kprobes = {
	.is_missing = lacks_kprobes,
	.reason = "this kernel has no kprobes (CONFIG_KPROBES is not set)",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_kprobe_events = {
	.is_missing = lacks_kprobe_events,
	.reason = "this kernel has no kprobe events (CONFIG_KPROBE_EVENTS is not set)",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_uprobe_events = {
	.is_missing = lacks_uprobe_events,
	.reason = "this kernel has no uprobe events (CONFIG_UPROBE_EVENTS is not set)",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_instruction = {
	.error = ENOTSUPP,
	.is_missing = always,
	.reason = "in this kernel, no probe can take the place of this instruction",
	.remedy = "hook another function with --target, or use another kernel: --kernel IMAGE",
};

static const struct requirement needs_uprobe_multi = {
	.is_missing = lacks_uprobe_multi,
	.reason = "this kernel is too old: Linux 6.6 or later is required",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_uprobe_session = {
	.is_missing = lacks_uprobe_session,
	.reason = "this kernel is too old: Linux 6.13 or later is required",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_cookies = {
	.error = ENOTSUP,
	.is_missing = lacks_cookies,
	.reason =
		"this kernel has no BPF cookies (Linux 5.15), without which libbpf hooks USDT probes of a program that may be anywhere in memory in one process only",
	.remedy = "use --pid-filter yes, or another kernel: --kernel IMAGE",
};

static const struct requirement needs_btf = {
	.is_missing = lacks_btf,
	.reason = "this kernel has no BTF (CONFIG_DEBUG_INFO_BTF is not set)",
	.remedy = REMEDY_KERNEL,
};

/* No kernel for x86-64 from 5.5 on; of arm64, those before 6.4 (arch_prepare_bpf_trampoline). */
static const struct requirement needs_trampolines = {
	.error = ENOTSUPP,
	.is_missing = always,
	.reason = "this kernel cannot attach BPF trampolines on this architecture",
	.remedy = "use kprobe, or another kernel (for arm64, Linux 6.4 or later): --kernel IMAGE",
};

static const struct requirement needs_system_call_events = {
	.is_missing = lacks_system_call_events,
	.reason = "this kernel has no system call tracepoints (CONFIG_FTRACE_SYSCALLS is not set)",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_kprobe_multi = {
	.is_missing = lacks_kprobe_multi,
	.reason = "this kernel is too old: Linux 5.18 or later is required",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_fprobe = {
	.is_missing = lacks_fprobe,
	.reason = "this kernel has no fprobes (CONFIG_FPROBE is not set)",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_kprobe_session = {
	.is_missing = lacks_kprobe_session,
	.reason = "this kernel is too old: Linux 6.10 or later is required",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_fsession = {
	.is_missing = lacks_fsession,
	.reason = "this kernel is too old: Linux 7.0 or later is required",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_trampoline_multi = {
	.is_missing = lacks_trampoline_multi,
	.reason = "this kernel is too old: Linux 7.2 or later is required",
	.remedy = REMEDY_KERNEL,
};

static const struct requirement needs_bpf_lsm = {
	.is_missing = lacks_bpf_lsm,
	.reason = "the security module bpf is not active",
	.remedy = "boot with lsm=...,bpf (with --kernel: --append lsm=bpf)",
};

static const struct requirement needs_jumps = {
	.error = EILSEQ,
	.is_missing = has_jumps_forbidden,
	.reason =
		"this kernel does not optimise kprobes to jumps (debug.kprobes-optimization is 0 or missing)",
	.remedy = "sysctl debug.kprobes-optimization=1; or use kprobe.int3",
};

/*
 * Before, a direct call to a trampoline and a livepatch exclude each other; up to 6.17, without a
 * later correction, the kernel keeps a call that it failed to set up for an fexit.
 */
static const struct requirement needs_no_livepatch = {
	.error = EBUSY,
	.is_missing = livepatch__is_any,
	.reason =
		"a livepatch holds the function, and this kernel refuses a BPF trampoline beside it, as all before Linux 6.0 do, and some later ones after the first fexit",
	.remedy = "use kprobe, or another kernel: --kernel IMAGE; fentry may work without fexit",
};

/* 7.2 and 7.3 make a trampoline anew that has to be beside one, but not of a link for many. */
static const struct requirement needs_no_livepatch_for_many = {
	.error = EAGAIN,
	.is_missing = livepatch__is_any,
	.reason =
		"a livepatch holds the function, and beside it this kernel refuses a link for many functions at their exit",
	.remedy = "use fexit",
};

static const struct requirement needs_trace_pipe = {
	.error = EBUSY,
	.output = OUTPUT_LINES,
	.is_missing = always,
	.reason =
		"another process is reading the trace pipe, and each line goes to one reader only",
	.remedy = "stop that process, or use the payload ringbuf",
};

static const struct requirement needs_files = {
	.error = EMFILE,
	.is_missing = always,
	.reason = "this process may not have so many files open",
	.remedy = "raise the limit, as with ulimit -n 4096; or measure fewer --copies",
};

#define PRIVILEGES \
	&needs_root, &needs_either, &needs_cap_bpf, &needs_cap_perfmon, &needs_own_user_namespace
#define REFUSALS    &needs_no_lockdown, &needs_admin, &needs_files
#define ALL_OUTPUTS &needs_tracing_on, &needs_trace_pipe

#define LIST_ALL(name, ...) \
	const struct requirement *const requires_##name[] = { __VA_ARGS__, ALL_OUTPUTS, NULL }
#define LIST(name, ...) LIST_ALL(name, PRIVILEGES, __VA_ARGS__, REFUSALS)

LIST_ALL(privileges, PRIVILEGES, REFUSALS);
LIST(kprobes, &needs_kprobes, &needs_kprobe_events, &needs_kprobes_on, &needs_entry_kprobes_on);
LIST(kprobes_inside, &needs_kprobes, &needs_kprobe_events, &needs_kprobes_on, &needs_jumps);
LIST(kprobe_multi, &needs_kprobe_multi, &needs_fprobe, &needs_ftrace_on);
LIST(kprobe_session, &needs_kprobe_session, &needs_fprobe, &needs_ftrace_on);
LIST(trampoline, &needs_btf, &needs_trampolines, &needs_ftrace_on, &needs_no_livepatch);
LIST(fsession, &needs_btf, &needs_fsession, &needs_trampolines, &needs_ftrace_on);
LIST(trampoline_multi, &needs_btf, &needs_trampoline_multi, &needs_trampolines, &needs_ftrace_on,
     &needs_no_livepatch_for_many);
LIST(lsm, &needs_btf, &needs_trampolines, &needs_bpf_lsm, &needs_ftrace_on);
LIST(btf, &needs_btf);
LIST(tracepoint, &needs_system_call_events, &needs_tracefs);
LIST(other_tracepoint, &needs_tracefs);
LIST(raw_tracepoint, &needs_no_lockdown);
LIST(uprobes, &needs_uprobe_events, &needs_instruction);
LIST(uprobe_multi, &needs_uprobe_events, &needs_uprobe_multi, &needs_instruction);
LIST(uprobe_session, &needs_uprobe_events, &needs_uprobe_session, &needs_instruction);
LIST(usdt, &needs_uprobe_events, &needs_cookies, &needs_instruction);

const struct requirement *requirement__find_missing(const struct requirement *const *list,
						    enum output_id output, int err,
						    bool only_silent)
{
	for (; list && *list; list++) {
		const struct requirement *r = *list;

		if ((!r->error || r->error == -err) && (!r->output || r->output == output) &&
		    (!only_silent || r->is_silent) && r->is_missing())
			return r;
	}
	return NULL;
}
