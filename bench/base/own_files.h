/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that belong to this program: the guest program, the plugin for QEMU, scripts, workloads. */
#ifndef HOOKBENCH_BENCH_BASE_OWN_FILES_H
#define HOOKBENCH_BENCH_BASE_OWN_FILES_H

#include <stddef.h>

/*
 * Finds a file of hookbench's. `installed`: its path below hookbench's own folder, where it is
 * installed. `built`: where the build leaves it, absolute or seen from the folder of this program.
 * An installed one comes first. 0 with an absolute `path`; -ENOENT, silently.
 */
int own_files__find(const char *installed, const char *built, char *path, size_t size);
/* The same, for a file that is necessary: -ENOENT is logged with the remedy. */
int own_files__require(const char *installed, const char *built, char *path, size_t size);

#endif
