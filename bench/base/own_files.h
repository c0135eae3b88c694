/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that belong to hookbench: the guest program, the QEMU plugin, scripts, workloads. */
#ifndef HOOKBENCH_BENCH_BASE_OWN_FILES_H
#define HOOKBENCH_BENCH_BASE_OWN_FILES_H

#include <stddef.h>

/*
 * Finds one of hookbench's files. `installed`: its path below the folder that hookbench's files are
 * installed to. `built`: its path in the build tree, absolute or relative to the folder of this
 * program. An installed file takes precedence. 0 with an absolute `path`; -ENOENT, not logged.
 */
int own_files__find(const char *installed, const char *built, char *path, size_t size);
/* The same, for a required file: -ENOENT is logged with the remedy. */
int own_files__require(const char *installed, const char *built, char *path, size_t size);

#endif
