/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the kernel placed a kprobe, and how to make it choose a placement. */
#ifndef HOOKBENCH_BENCH_HOOK_KPROBE_PLACEMENT_H
#define HOOKBENCH_BENCH_HOOK_KPROBE_PLACEMENT_H

struct hook;

enum kprobe_placement {
	KPROBE_UNKNOWN, /* the kernel does not show it */
	KPROBE_FTRACE,	/* on ftrace's instruction at the entry */
	KPROBE_OPTIMIZED,
	KPROBE_BREAKPOINT,
};

/* The name in stored runs; NULL for KPROBE_UNKNOWN. */
#define KPROBE_OPTIMIZED_NAME  "optimized"
#define KPROBE_BREAKPOINT_NAME "breakpoint"
const char *kprobe_placement__name(enum kprobe_placement placement);

/* The placement of the attached hook's kprobe. */
enum kprobe_placement kprobe_placement__read(const struct hook *hook);
/* The name of that placement: for a backend's row. */
const char *kprobe_placement__read_name(const struct hook *hook);

/*
 * Waits until the kernel has replaced the breakpoint by a jump. 0; -EILSEQ if that is impossible
 * here.
 */
int kprobe_placement__wait_for_jump(const struct hook *hook);
void kprobe_placement__wait_for_removal(struct hook *hook);
/* While the hook is attached, kprobes stay breakpoints. 0 or -errno. */
int kprobe_placement__forbid_jumps(struct hook *hook);
void kprobe_placement__allow_jumps(struct hook *hook);

#endif
