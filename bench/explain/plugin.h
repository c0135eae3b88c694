/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin that counts instructions inside QEMU (bench/explain/qemu_count_plugin.c), seen from
 * outside. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_PLUGIN_H
#define HOOKBENCH_BENCH_EXPLAIN_PLUGIN_H

#include <stdio.h>

#include "bench/vm/vm.h"

struct plugin {
	char path[4096];
	char escaped[2 * 4096]; /* the path as QEMU's options want it */
	char arguments[4096];
	FILE *output; /* what it has counted; see count.c for the format */
};

/*
 * Finds the plugin, beside the program or where it was installed, asks whether QEMU can load it,
 * and makes `vm` start with it. 0, or -errno, logged; then there is nothing to close.
 */
int plugin__open(struct plugin *plugin, struct vm *vm);
void plugin__close(struct plugin *plugin);

#endif
