/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the kernel put a kprobe in place, and how it is made to choose one way or the other. */
#ifndef HOOKBENCH_BENCH_HOOK_KPROBE_PLACEMENT_H
#define HOOKBENCH_BENCH_HOOK_KPROBE_PLACEMENT_H

struct hook;

enum kprobe_placement {
	KPROBE_UNKNOWN, /* the kernel does not show it */
	KPROBE_FTRACE,	/* on ftrace's instruction at the entry */
	KPROBE_OPTIMIZED,
	KPROBE_BREAKPOINT,
};

/* As stored runs name it; NULL for KPROBE_UNKNOWN. */
#define KPROBE_OPTIMIZED_NAME  "optimized"
#define KPROBE_BREAKPOINT_NAME "breakpoint"
const char *kprobe_placement__name(enum kprobe_placement placement);

/* Of the attached hook's kprobe. */
enum kprobe_placement kprobe_placement__read(const struct hook *hook);
/* Both at once: for a backend's row. */
const char *kprobe_placement__read_name(const struct hook *hook);

/* Until the kernel has made a jump of the breakpoint. 0; -EILSEQ if it cannot be one here. */
int kprobe_placement__wait_for_jump(const struct hook *hook);
void kprobe_placement__wait_for_removal(struct hook *hook);
/* While the hook is attached, kprobes stay breakpoints. 0 or -errno. */
int kprobe_placement__forbid_jumps(struct hook *hook);
void kprobe_placement__allow_jumps(struct hook *hook);

#endif
