/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Switches by which hooks attach as usual, and then never fire. */
#ifndef HOOKBENCH_BENCH_KERNEL_KERNEL_SWITCH_H
#define HOOKBENCH_BENCH_KERNEL_KERNEL_SWITCH_H

#include <stdbool.h>

enum kernel_switch_id {
	SWITCH_FTRACE,	/* kprobes at a function's entry, kprobe.multi, trampolines */
	SWITCH_KPROBES, /* kprobes, at any place */
	SWITCH_TRACING, /* lines of bpf_trace_printk */
	KERNEL_SWITCHES,
};

/* What is off, what that means, and a shell command that turns it on. */
#define FTRACE_OFF_REASON "kernel.ftrace_enabled is 0: hooks at functions attach, but never fire"
#define FTRACE_OFF_REMEDY "sysctl -w kernel.ftrace_enabled=1"
#define KPROBES_OFF_REASON \
	"kprobes are switched off (debugfs, kprobes/enabled): they attach, but never fire"
#define KPROBES_OFF_REMEDY "echo 1 | tee /sys/kernel/debug/kprobes/enabled"
#define TRACING_OFF_REASON \
	"the trace buffer is switched off (tracefs, tracing_on): bpf_trace_printk prints nothing"
#define TRACING_OFF_REMEDY "echo 1 | tee /sys/kernel/tracing/tracing_on"

/* `root`: see sysfile.h. False also if it cannot be read, or does not exist. */
bool kernel_switch__is_off(enum kernel_switch_id id, const char *root);

#endif
