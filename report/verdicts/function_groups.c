// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/function_groups.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "bench/model/symbols.h"

/*
 * Each rule is based on the named kernel file, as of Linux 5.10 to 7.3. Inlined functions count as
 * part of their caller.
 */
const struct group_rule group_rules[] = {
	/* From the function to the handler of the hook. */
	{ SYMBOL_FTRACE_TRAMPOLINE, GROUP_GETTING_THERE, "arch/x86/kernel/ftrace.c" },
	{ SYMBOL_BPF_TRAMPOLINE, GROUP_GETTING_THERE, "arch/x86/net/bpf_jit_comp.c" },
	{ SYMBOL_BPF_DISPATCHER, GROUP_GETTING_THERE, "kernel/bpf/dispatcher.c" },
	{ SYMBOL_KPROBE_PAGE, GROUP_GETTING_THERE, "arch/x86/kernel/kprobes/core.c" },
	{ "ftrace_caller", GROUP_GETTING_THERE, "arch/x86/kernel/ftrace_64.S" },
	{ "ftrace_regs_caller", GROUP_GETTING_THERE, "arch/x86/kernel/ftrace_64.S" },
	{ "ftrace_ops_assist_func", GROUP_GETTING_THERE, "kernel/trace/ftrace.c" },
	{ "ftrace_ops_list_func", GROUP_GETTING_THERE, "kernel/trace/ftrace.c" },
	{ "arch_ftrace_ops_list_func", GROUP_GETTING_THERE, "kernel/trace/ftrace.c" },
	{ "asm_exc_int3", GROUP_GETTING_THERE, "arch/x86/entry/entry_64.S" },
	{ "exc_int3", GROUP_GETTING_THERE, "arch/x86/kernel/traps.c" },
	{ "do_int3", GROUP_GETTING_THERE, "arch/x86/kernel/traps.c" },
	{ "kprobe_int3_handler", GROUP_GETTING_THERE, "arch/x86/kernel/kprobes/core.c" },
	{ "optimized_callback", GROUP_GETTING_THERE, "arch/x86/kernel/kprobes/opt.c" },
	{ "ftrace_ops_test", GROUP_GETTING_THERE, "kernel/trace/ftrace.c" },
	{ "hash_contains_ip", GROUP_GETTING_THERE, "kernel/trace/ftrace.c" },
	/* The same on arm64, where each kprobe is a breakpoint, from the exception and back. */
	{ "vectors", GROUP_GETTING_THERE, "arch/arm64/kernel/entry.S" },
	{ "el1h_64_sync", GROUP_GETTING_THERE, "arch/arm64/kernel/entry.S" },
	{ "el1_sync", GROUP_GETTING_THERE, "arch/arm64/kernel/entry.S" },
	{ "ret_to_kernel", GROUP_GETTING_THERE, "arch/arm64/kernel/entry.S" },
	{ "el1h_64_sync_handler", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "el1_sync_handler", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "el1_dbg", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "el1_brk64", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "arm64_enter_el1_dbg", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "arm64_exit_el1_dbg", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "do_debug_exception", GROUP_GETTING_THERE, "arch/arm64/mm/fault.c" },
	{ "do_el1_brk64", GROUP_GETTING_THERE, "arch/arm64/kernel/debug-monitors.c" },
	{ "brk_handler", GROUP_GETTING_THERE, "arch/arm64/kernel/debug-monitors.c" },
	{ "call_break_hook", GROUP_GETTING_THERE, "arch/arm64/kernel/debug-monitors.c" },
	{ "ct_nmi_enter", GROUP_GETTING_THERE, "kernel/context_tracking.c" },
	{ "ct_nmi_exit", GROUP_GETTING_THERE, "kernel/context_tracking.c" },
	{ "rcu_nmi_enter", GROUP_GETTING_THERE, "kernel/rcu/tree.c" },
	{ "rcu_nmi_exit", GROUP_GETTING_THERE, "kernel/rcu/tree.c" },
	/* Tracepoints of system calls: the slow path that they cause. */
	{ "el0_svc_common*", GROUP_GETTING_THERE, "arch/arm64/kernel/syscall.c" },
	{ "do_syscall_64", GROUP_GETTING_THERE, "arch/x86/entry/syscall_64.c" },
	{ "syscall_trace_enter*", GROUP_GETTING_THERE, "kernel/entry/common.c" },
	{ "trace_syscall_enter", GROUP_GETTING_THERE, "kernel/entry/syscall-common.c" },
	{ "syscall_trace_exit", GROUP_WAY_BACK, "arch/arm64/kernel/ptrace.c" },
	{ "trace_syscall_exit", GROUP_WAY_BACK, "kernel/entry/syscall-common.c" },
	{ "syscall_exit_work", GROUP_WAY_BACK, "kernel/entry/common.c" },
	{ "syscall_exit_to_user_mode_prepare", GROUP_WAY_BACK, "kernel/entry/common.c" },

	/*
	 * From the function's return. These come before the dispatch rules, because their names
	 * begin the same way.
	 */
	{ "arch_rethook*", GROUP_WAY_BACK, "arch/x86/kernel/rethook.c" },
	{ "rethook_*", GROUP_WAY_BACK, "kernel/trace/rethook.c" },
	{ "objpool_*", GROUP_WAY_BACK, "lib/objpool.c, include/linux/objpool.h" },
	{ "kretprobe_trampoline*", GROUP_WAY_BACK, "arch/x86/kernel/kprobes/core.c" },
	{ "__kretprobe_trampoline*", GROUP_WAY_BACK, "kernel/kprobes.c" },
	{ "trampoline_handler", GROUP_WAY_BACK, "arch/x86/kernel/kprobes/core.c" },
	{ "trampoline_probe_handler", GROUP_WAY_BACK, "arch/arm64/kernel/probes/kprobes.c" },
	{ "arch_kretprobe_fixup_return", GROUP_WAY_BACK, "kernel/kprobes.c" },
	{ "recycle_rp_inst", GROUP_WAY_BACK, "kernel/kprobes.c" },
	{ "free_rp_inst_rcu", GROUP_WAY_BACK, "kernel/kprobes.c" },
	{ "pre_handler_kretprobe", GROUP_WAY_BACK, "kernel/kprobes.c" },
	{ "arch_prepare_kretprobe", GROUP_WAY_BACK, "arch/x86/kernel/kprobes/core.c" },
	{ "kretprobe_rethook_handler", GROUP_WAY_BACK, "kernel/kprobes.c" },
	{ "fprobe_exit_handler", GROUP_WAY_BACK, "kernel/trace/fprobe.c" },
	{ "fprobe_return", GROUP_WAY_BACK, "kernel/trace/fprobe.c" },
	{ "ftrace_return_to_handler", GROUP_WAY_BACK, "kernel/trace/fgraph.c" },
	{ "fgraph_*", GROUP_WAY_BACK, "kernel/trace/fgraph.c" },
	{ "ftrace_graph_func", GROUP_WAY_BACK, "arch/arm64/kernel/ftrace.c" },
	{ "function_graph_enter*", GROUP_WAY_BACK, "kernel/trace/fgraph.c" },
	{ "return_to_handler", GROUP_WAY_BACK, "arch/x86/kernel/ftrace_64.S" },

	/* From the handler to the BPF program. */
	{ "kprobe_multi_link_*", GROUP_BPF_ENTRY_EXIT, "kernel/trace/bpf_trace.c" },
	{ "kprobe_*", GROUP_DISPATCH, "kernel/kprobes.c, kernel/trace/trace_kprobe.c" },
	{ "kretprobe_*", GROUP_DISPATCH, "kernel/trace/trace_kprobe.c" },
	{ "get_kprobe", GROUP_DISPATCH, "kernel/kprobes.c" },
	{ "post_kprobe_handler", GROUP_DISPATCH, "arch/arm64/kernel/probes/kprobes.c" },
	{ "arch_ftrace_get_symaddr", GROUP_DISPATCH, "arch/arm64/kernel/ftrace.c" },
	{ "aggr_*", GROUP_DISPATCH, "kernel/kprobes.c" },
	{ "fprobe_*", GROUP_DISPATCH, "kernel/trace/fprobe.c" },
	{ "__fprobe_*", GROUP_DISPATCH, "kernel/trace/fprobe.c" },
	{ "perf_*", GROUP_DISPATCH, "kernel/events/core.c, kernel/trace/trace_event_perf.c" },
	{ "__perf_*", GROUP_DISPATCH, "kernel/events/core.c" },
	{ "__traceiter_*", GROUP_DISPATCH, "include/linux/tracepoint.h" },
	{ "trace_event_*", GROUP_DISPATCH, "include/trace/trace_events.h" },
	{ "__bpf_trace_run*", GROUP_BPF_ENTRY_EXIT, "kernel/trace/bpf_trace.c" },
	{ "__bpf_trace_*", GROUP_DISPATCH, "include/trace/bpf_probe.h" },
	{ "syscall_get_enter_fields*", GROUP_DISPATCH, "kernel/trace/trace_syscalls.c" },
	{ "syscall_get_arguments*", GROUP_DISPATCH, "arch/arm64/include/asm/syscall.h" },
	{ "syscall_put_data", GROUP_DISPATCH, "kernel/trace/trace_syscalls.c" },
	{ "syscall_copy_user", GROUP_DISPATCH, "kernel/trace/trace_syscalls.c" },
	{ "sys_fault_user", GROUP_DISPATCH, "kernel/trace/trace_syscalls.c" },
	{ "trace_user_fault_read", GROUP_DISPATCH, "kernel/trace/trace.c" },

	/* Around the BPF program: run context, recursion check, migration disabling, RCU. */
	{ "trace_call_bpf*", GROUP_BPF_ENTRY_EXIT, "kernel/trace/bpf_trace.c" },
	{ "bpf_trace_run*", GROUP_BPF_ENTRY_EXIT, "kernel/trace/bpf_trace.c" },
	{ "__bpf_prog_enter*", GROUP_BPF_ENTRY_EXIT, "kernel/bpf/trampoline.c" },
	{ "__bpf_prog_exit*", GROUP_BPF_ENTRY_EXIT, "kernel/bpf/trampoline.c" },
	{ "__bpf_tramp_*", GROUP_BPF_ENTRY_EXIT, "kernel/bpf/trampoline.c" },
	{ "update_prog_stats", GROUP_BPF_ENTRY_EXIT, "kernel/bpf/trampoline.c" },
	{ "migrate_disable", GROUP_BPF_ENTRY_EXIT, "kernel/sched/core.c" },
	{ "migrate_enable", GROUP_BPF_ENTRY_EXIT, "kernel/sched/core.c" },
	{ "__rcu_read_lock", GROUP_BPF_ENTRY_EXIT, "kernel/rcu/tree_plugin.h" },
	{ "__rcu_read_unlock", GROUP_BPF_ENTRY_EXIT, "kernel/rcu/tree_plugin.h" },
	{ "rcu_read_unlock_strict", GROUP_BPF_ENTRY_EXIT, "kernel/rcu/tree_plugin.h" },

	{ SYMBOL_BPF_PROGRAM, GROUP_PROGRAM, "bpf/*.bpf.c of hookbench" },
	{ "bpf_get_smp_processor_id", GROUP_PROGRAM, "kernel/bpf/helpers.c: called by it" },
	{ "array_map_*", GROUP_PROGRAM, "kernel/bpf/arraymap.c: called by it" },
	{ "percpu_array_map_*", GROUP_PROGRAM, "kernel/bpf/arraymap.c: called by it" },

	/* Thunks that replace indirect calls and returns. */
	{ "__x86_indirect_*", GROUP_MITIGATIONS, "arch/x86/lib/retpoline.S" },
	{ "__x86_return_*", GROUP_MITIGATIONS, "arch/x86/lib/retpoline.S" },
	{ "srso_*", GROUP_MITIGATIONS, "arch/x86/lib/retpoline.S" },
	{ "retbleed_*", GROUP_MITIGATIONS, "arch/x86/lib/retpoline.S" },
	{ "zen_untrain_ret", GROUP_MITIGATIONS, "arch/x86/lib/retpoline.S" },
	{ "its_*", GROUP_MITIGATIONS, "arch/x86/lib/retpoline.S" },
	{ "call_depth_*", GROUP_MITIGATIONS, "arch/x86/lib/retpoline.S" },
	{ "entry_untrain_ret", GROUP_MITIGATIONS, "arch/x86/lib/retpoline.S" },
	{ "clear_bhb_loop", GROUP_MITIGATIONS, "arch/x86/entry/entry_64.S" },
	{ NULL, GROUP_REST, NULL },
};

const char *group__name(enum group group)
{
	static const char *const names[] = {
		[GROUP_GETTING_THERE] = "getting there",
		[GROUP_DISPATCH] = "dispatch",
		[GROUP_BPF_ENTRY_EXIT] = "BPF entry and exit",
		[GROUP_PROGRAM] = "the program",
		[GROUP_WAY_BACK] = "the way back",
		[GROUP_MITIGATIONS] = "mitigations",
		[GROUP_REST] = "the rest",
	};

	return names[group];
}

static bool fits(const char *pattern, const char *name, size_t size)
{
	size_t n = strlen(pattern);

	if (pattern[n - 1] == '*')
		return size >= n - 1 && !memcmp(name, pattern, n - 1);
	return size == n && !memcmp(name, pattern, n);
}

enum group group__of(const char *function)
{
	size_t size = strcspn(function, "@");

	for (const struct group_rule *r = group_rules; r->pattern; r++)
		if (fits(r->pattern, function, size))
			return r->group;
	return GROUP_REST;
}
