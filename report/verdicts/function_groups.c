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
	/* From user space into the kernel, to a uprobe's mapping and its hook, and out again. */
	{ "error_entry", GROUP_GETTING_THERE, "arch/x86/entry/entry_64.S" },
	{ "error_return", GROUP_GETTING_THERE, "arch/x86/entry/entry_64.S" },
	{ "swapgs_restore_regs_and_return_to_usermode", GROUP_GETTING_THERE,
	  "arch/x86/entry/entry_64.S" },
	{ "native_irq_return_iret", GROUP_GETTING_THERE, "arch/x86/entry/entry_64.S" },
	{ "native_iret", GROUP_GETTING_THERE, "arch/x86/entry/entry_64.S" },
	{ "entry_SYSCALL_64*", GROUP_GETTING_THERE, "arch/x86/entry/entry_64.S" },
	{ "entry_SYSRETQ_*", GROUP_GETTING_THERE, "arch/x86/entry/entry_64.S" },
	{ "syscall_return_via_sysret", GROUP_GETTING_THERE, "arch/x86/entry/entry_64.S" },
	{ "x64_sys_call", GROUP_GETTING_THERE, "arch/x86/entry/syscall_64.c" },
	{ "sync_regs", GROUP_GETTING_THERE, "arch/x86/kernel/traps.c" },
	{ "poke_int3_handler", GROUP_GETTING_THERE, "arch/x86/kernel/alternative.c" },
	{ "smp_text_poke_int3_handler", GROUP_GETTING_THERE, "arch/x86/kernel/alternative.c" },
	{ "notify_die", GROUP_GETTING_THERE, "kernel/notifier.c" },
	{ "notifier_call_chain", GROUP_GETTING_THERE, "kernel/notifier.c" },
	{ "kprobe_exceptions_notify", GROUP_GETTING_THERE, "kernel/kprobes.c" },
	{ "hw_breakpoint_exceptions_notify", GROUP_GETTING_THERE,
	  "arch/x86/kernel/hw_breakpoint.c" },
	{ "trace_die_panic_handler", GROUP_GETTING_THERE, "kernel/trace/trace.c" },
	{ "irqentry_enter_from_user_mode", GROUP_GETTING_THERE, "kernel/entry/common.c" },
	{ "irqentry_exit_to_user_mode", GROUP_GETTING_THERE, "kernel/entry/common.c" },
	{ "exit_to_user_mode_*", GROUP_GETTING_THERE, "kernel/entry/common.c" },
	{ "syscall_exit_to_user_mode", GROUP_GETTING_THERE, "kernel/entry/common.c" },
	{ "arch_exit_to_user_mode_prepare", GROUP_GETTING_THERE,
	  "arch/x86/include/asm/entry-common.h" },
	{ "fpregs_assert_state_consistent", GROUP_GETTING_THERE, "arch/x86/kernel/fpu/core.c" },
	{ "el0t_64_sync", GROUP_GETTING_THERE, "arch/arm64/kernel/entry.S" },
	{ "el0_sync", GROUP_GETTING_THERE, "arch/arm64/kernel/entry.S" },
	{ "ret_to_user", GROUP_GETTING_THERE, "arch/arm64/kernel/entry.S" },
	{ "el0t_64_sync_handler", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "el0_sync_handler", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "el0_dbg", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "el0_brk64", GROUP_GETTING_THERE, "arch/arm64/kernel/entry-common.c" },
	{ "do_el0_brk64", GROUP_GETTING_THERE, "arch/arm64/kernel/debug-monitors.c" },
	{ "uprobe_brk_handler", GROUP_GETTING_THERE, "arch/arm64/kernel/probes/uprobes.c" },
	{ "uprobe_breakpoint_handler", GROUP_GETTING_THERE, "arch/arm64/kernel/probes/uprobes.c" },
	{ "do_notify_resume", GROUP_GETTING_THERE, "arch/arm64/kernel/signal.c" },
	{ "arch_uprobe_exception_notify", GROUP_GETTING_THERE, "arch/x86/kernel/uprobes.c" },
	{ "arch_uprobe_optimize", GROUP_GETTING_THERE, "arch/x86/kernel/uprobes.c" },
	{ "should_optimize", GROUP_GETTING_THERE, "arch/x86/kernel/uprobes.c" },
	{ "__x64_sys_uprobe", GROUP_GETTING_THERE, "arch/x86/kernel/uprobes.c" },
	{ "uprobe_pre_sstep_notifier", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "uprobe_get_swbp_addr", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "uprobe_notify_resume", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "arch_uprobe_ignore", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "handle_syscall_uprobe", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "find_active_uprobe*", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "find_uprobe*", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "__find_uprobe", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "put_uprobe", GROUP_GETTING_THERE, "kernel/events/uprobes.c" },
	{ "mtree_load", GROUP_GETTING_THERE, "lib/maple_tree.c" },
	{ "find_vma", GROUP_GETTING_THERE, "mm/mmap.c" },
	{ "vmacache_find", GROUP_GETTING_THERE, "mm/vmacache.c" },
	{ "down_read", GROUP_GETTING_THERE, "kernel/locking/rwsem.c" },
	{ "up_read", GROUP_GETTING_THERE, "kernel/locking/rwsem.c" },
	{ "rwsem_read_trylock", GROUP_GETTING_THERE, "kernel/locking/rwsem.c" },
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
	{ "arch_uretprobe_hijack_return_addr", GROUP_WAY_BACK, "arch/x86/kernel/uprobes.c" },
	{ "__x64_sys_uretprobe", GROUP_WAY_BACK, "arch/x86/kernel/uprobes.c" },
	{ "uprobe_handle_trampoline", GROUP_WAY_BACK, "kernel/events/uprobes.c" },
	{ "uprobe_get_trampoline_vaddr", GROUP_WAY_BACK, "kernel/events/uprobes.c" },
	{ "free_ret_instance", GROUP_WAY_BACK, "kernel/events/uprobes.c" },
	{ "hprobe_finalize", GROUP_WAY_BACK, "kernel/events/uprobes.c" },
	{ "try_get_uprobe", GROUP_WAY_BACK, "kernel/events/uprobes.c" },
	{ "shstk_*", GROUP_WAY_BACK, "arch/x86/kernel/shstk.c" },

	/* What is done for the instruction in whose place a uprobe is: emulated, or executed
	   elsewhere. */
	{ "arch_uprobe_skip_sstep", GROUP_INSTRUCTION, "arch/x86/kernel/uprobes.c" },
	{ "arch_uprobe_pre_xol", GROUP_INSTRUCTION, "arch/x86/kernel/uprobes.c" },
	{ "arch_uprobe_post_xol", GROUP_INSTRUCTION, "arch/x86/kernel/uprobes.c" },
	{ "branch_emulate_op", GROUP_INSTRUCTION, "arch/x86/kernel/uprobes.c" },
	{ "push_emulate_op", GROUP_INSTRUCTION, "arch/x86/kernel/uprobes.c" },
	{ "emulate_push_stack", GROUP_INSTRUCTION, "arch/x86/kernel/uprobes.c" },
	{ "default_pre_xol_op", GROUP_INSTRUCTION, "arch/x86/kernel/uprobes.c" },
	{ "default_post_xol_op", GROUP_INSTRUCTION, "arch/x86/kernel/uprobes.c" },
	{ "uprobe_post_sstep_notifier", GROUP_INSTRUCTION, "kernel/events/uprobes.c" },
	{ "arch_uprobe_copy_ixol", GROUP_INSTRUCTION, "kernel/events/uprobes.c" },
	{ "xol_*", GROUP_INSTRUCTION, "kernel/events/uprobes.c" },
	{ "copy_to_page", GROUP_INSTRUCTION, "kernel/events/uprobes.c" },
	{ "asm_exc_debug", GROUP_INSTRUCTION, "arch/x86/entry/entry_64.S" },
	{ "exc_debug_user", GROUP_INSTRUCTION, "arch/x86/kernel/traps.c" },
	{ "noist_exc_debug", GROUP_INSTRUCTION, "arch/x86/kernel/traps.c" },
	{ "pv_native_get_debugreg", GROUP_INSTRUCTION, "arch/x86/kernel/paravirt.c" },
	{ "pv_native_set_debugreg", GROUP_INSTRUCTION, "arch/x86/kernel/paravirt.c" },
	{ "uprobe_single_step_handler", GROUP_INSTRUCTION, "arch/arm64/kernel/probes/uprobes.c" },
	{ "simulate_*", GROUP_INSTRUCTION, "arch/arm64/kernel/probes/simulate-insn.c" },
	{ "arm64_skip_faulting_instruction", GROUP_INSTRUCTION, "arch/arm64/kernel/traps.c" },
	{ "el0_softstp", GROUP_INSTRUCTION, "arch/arm64/kernel/entry-common.c" },
	{ "do_el0_softstep", GROUP_INSTRUCTION, "arch/arm64/kernel/debug-monitors.c" },
	{ "single_step_handler", GROUP_INSTRUCTION, "arch/arm64/kernel/debug-monitors.c" },
	{ "user_enable_single_step", GROUP_INSTRUCTION, "arch/arm64/kernel/debug-monitors.c" },
	{ "user_disable_single_step", GROUP_INSTRUCTION, "arch/arm64/kernel/debug-monitors.c" },
	{ "user_fastforward_single_step", GROUP_INSTRUCTION, "arch/arm64/kernel/debug-monitors.c" },
	{ "try_step_suspended_breakpoints", GROUP_INSTRUCTION,
	  "arch/arm64/kernel/hw_breakpoint.c" },
	{ "reinstall_suspended_bps", GROUP_INSTRUCTION, "arch/arm64/kernel/hw_breakpoint.c" },

	/* From the handler to the BPF program. */
	{ "uprobe_multi_link_*", GROUP_BPF_ENTRY_EXIT, "kernel/trace/bpf_trace.c" },
	{ "uprobe_prog_run", GROUP_BPF_ENTRY_EXIT, "kernel/trace/bpf_trace.c" },
	{ "handler_chain", GROUP_DISPATCH, "kernel/events/uprobes.c" },
	{ "uprobe_dispatcher", GROUP_DISPATCH, "kernel/trace/trace_uprobe.c" },
	{ "uretprobe_dispatcher", GROUP_DISPATCH, "kernel/trace/trace_uprobe.c" },
	{ "__uprobe_perf_func", GROUP_DISPATCH, "kernel/trace/trace_uprobe.c" },
	{ "uprobe_perf_filter", GROUP_DISPATCH, "kernel/trace/trace_uprobe.c" },
	{ "prepare_uprobe_buffer", GROUP_DISPATCH, "kernel/trace/trace_uprobe.c" },
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
	{ "rcu_read_unlock_trace", GROUP_BPF_ENTRY_EXIT, "include/linux/rcupdate_trace.h" },
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
	{ "amd_clear_divider", GROUP_MITIGATIONS, "arch/x86/kernel/cpu/amd.c" },
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
		[GROUP_GETTING_THERE] = "getting there",       [GROUP_DISPATCH] = "dispatch",
		[GROUP_BPF_ENTRY_EXIT] = "BPF entry and exit", [GROUP_PROGRAM] = "the program",
		[GROUP_INSTRUCTION] = "the instruction",       [GROUP_WAY_BACK] = "the way back",
		[GROUP_MITIGATIONS] = "mitigations",	       [GROUP_REST] = "the rest",
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
