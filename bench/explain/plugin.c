// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/plugin.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "bench/base/log.h"
#include "bench/base/own_files.h"
#include "bench/explain/classify.h"
#include "bench/explain/guest_points.h"
#include "bench/vm/guest_program.h"
#include "bench/vm/qemu.h"

#define PLUGIN	"hookbench-count.so"
#define DRIVERS ",drivers=1"

/* QEMU lists the option only if it was built with support for plugins. */
static int check_qemu(const struct guest_arch *arch)
{
	char line[512];
	bool found = false;
	FILE *pipe = qemu__ask(arch, "-help");

	while (pipe && fgets(line, sizeof(line), pipe))
		found |= !strncmp(line, "-plugin ", 8);
	if (pipe)
		pclose(pipe);
	if (found)
		return 0;
	return log__fail(
		-ENOTSUP,
		"this %s does not support plugins, which count the instructions: use one built with --enable-plugins, such as Debian's",
		arch->qemu);
}

/* A single comma ends a value in QEMU's options; two stand for a comma. */
static void escape(const char *text, char *to)
{
	for (; *text; text++) {
		*to++ = *text;
		if (*text == ',')
			*to++ = ',';
	}
	*to = '\0';
}

static int read_points(struct plugin *plugin, const struct vm *vm)
{
	char program[PATH_MAX];
	int err = vm->guest ? 0 : guest_program__find(vm__arch(vm), program, sizeof(program));

	return err ? err
		   : guest_points__arguments(vm->guest ? vm->guest : program, plugin->arguments,
					     sizeof(plugin->arguments) - sizeof(DRIVERS));
}

int plugin__open(struct plugin *plugin, struct vm *vm, bool drivers)
{
	int fd, err = drivers ? classifier__check() : 0;

	if (!err)
		err = own_files__require(PLUGIN, PLUGIN, plugin->path, sizeof(plugin->path));
	if (!err)
		err = check_qemu(vm__arch(vm));
	if (!err)
		err = read_points(plugin, vm);
	if (err)
		return err;
	if (drivers)
		strcat(plugin->arguments, DRIVERS);
	fd = memfd_create("counts", MFD_CLOEXEC);
	plugin->output = fd < 0 ? NULL : fdopen(fd, "r");
	if (!plugin->output)
		return log__fail(-errno, "cannot create a file for the plugin's counts: %s",
				 strerror(errno));
	escape(plugin->path, plugin->escaped);
	vm->plugin = plugin->escaped;
	vm->plugin_arguments = plugin->arguments;
	vm->plugin_output = fd;
	return 0;
}

void plugin__close(struct plugin *plugin)
{
	fclose(plugin->output);
}
