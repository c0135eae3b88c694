/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's side of the plugin that counts instructions inside QEMU (qemu_count_plugin.c). */
#ifndef HOOKBENCH_BENCH_EXPLAIN_PLUGIN_H
#define HOOKBENCH_BENCH_EXPLAIN_PLUGIN_H

#include <stdbool.h>
#include <stdio.h>

#include "bench/vm/vm.h"

struct plugin {
	char path[4096];
	char escaped[2 * 4096]; /* the path, escaped for QEMU's options */
	char arguments[4096];
	FILE *output; /* the counts; qemu_count_plugin.c has the format */
};

/*
 * Finds the plugin next to the program or where it was installed, checks that QEMU can load it, and
 * adds it to `vm`. drivers: it notes what instructions are and access, too. 0; or -errno, logged,
 * with nothing to close.
 */
int plugin__open(struct plugin *plugin, struct vm *vm, bool drivers);
void plugin__close(struct plugin *plugin);

#endif
