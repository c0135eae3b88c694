// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/kprobe_placement.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/hook/hook.h"
#include "bench/machine/sysfile.h"

const char *kprobe_placement__name(enum kprobe_placement placement)
{
	const char *const names[] = {
		[KPROBE_FTRACE] = "ftrace",
		[KPROBE_OPTIMIZED] = KPROBE_OPTIMIZED_NAME,
		[KPROBE_BREAKPOINT] = KPROBE_BREAKPOINT_NAME,
	};

	return names[placement];
}

/* A probe without a flag is a breakpoint. */
static enum kprobe_placement placement_of(const char *line)
{
	if (strstr(line, "[FTRACE]"))
		return KPROBE_FTRACE;
	return strstr(line, "[OPTIMIZED]") ? KPROBE_OPTIMIZED : KPROBE_BREAKPOINT;
}

/* From the kernel's list of kprobes, whose lines are "ADDRESS TYPE SYMBOL+OFFSET ... [FLAGS]". */
enum kprobe_placement kprobe_placement__read(const struct hook *hook)
{
	char line[256], wanted[160];
	enum kprobe_placement placement = KPROBE_UNKNOWN;
	FILE *list = sysfile__open_detached("debugfs", "kprobes/list");

	/* At the entry, it may come after an instruction of four bytes. */
	snprintf(wanted, sizeof(wanted), hook->offset ? " %s+0x%x " : " %s+0x",
		 hook->target->symbol, hook->offset);
	while (list && fgets(line, sizeof(line), list))
		if (strstr(line, wanted))
			placement = placement_of(line);
	if (list)
		fclose(list);
	return placement;
}

const char *kprobe_placement__read_name(const struct hook *hook)
{
	return kprobe_placement__name(kprobe_placement__read(hook));
}

/*
 * The kernel replaces a breakpoint by a jump some time after attaching: it waits until no task can
 * be inside the code that it changes. Its list shows [OPTIMIZED] as soon as that is decided, so
 * that completion is not visible.
 */
#define JUMP_WAIT_US 500000

int kprobe_placement__wait_for_jump(const struct hook *hook)
{
	if (kprobe_placement__read(hook) != KPROBE_OPTIMIZED)
		return -EILSEQ;
	usleep(JUMP_WAIT_US);
	return 0;
}

/*
 * It also removes the jump some time after detaching. On Linux 7.0, a request for another change
 * during that time sometimes hangs forever with a lock held.
 */
void kprobe_placement__wait_for_removal(struct hook *hook)
{
	(void)hook;
	usleep(JUMP_WAIT_US);
}

int kprobe_placement__forbid_jumps(struct hook *hook)
{
	int err = setting_guard__hold(&hook->guard, &guarded_settings[GUARDED_KPROBE_JUMPS], "0");

	return err == -ENOENT ? 0 : err; /* then no kprobes are optimised */
}

void kprobe_placement__allow_jumps(struct hook *hook)
{
	setting_guard__release(&hook->guard);
}
