// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/kernel/kernel_switch.h"

#include <fcntl.h>
#include <unistd.h>

#include "bench/machine/sysfile.h"

/* See sysfile__open_of. */
static const struct {
	const char *type, *path;
} files[] = {
	[SWITCH_FTRACE] = { NULL, "/proc/sys/kernel/ftrace_enabled" },
	[SWITCH_KPROBES] = { "debugfs", "kprobes/enabled" },
	[SWITCH_TRACING] = { "tracefs", "tracing_on" },
};

bool kernel_switch__is_off(enum kernel_switch_id id, const char *root)
{
	int fd = sysfile__open_of(root, files[id].type, files[id].path, O_RDONLY);
	char value = '1';

	if (fd < 0)
		return false;
	if (read(fd, &value, 1) < 0)
		value = '1';
	close(fd);
	return value == '0';
}
