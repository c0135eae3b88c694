/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The private folder that the workloads work in.
 *
 * Without --dir it is the root of a tmpfs that is mounted nowhere, so that nothing outlives this
 * process, not even a SIGKILL. With --dir it is a locked folder (bench/base/locked_folder.h) there,
 * named hookbench-scratch-XXXXXX.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_SCRATCH_H
#define HOOKBENCH_BENCH_MACHINE_SCRATCH_H

#define SCRATCH_PREFIX "hookbench-scratch"

struct scratch {
	int fd;		      /* the folder */
	char path[4096];      /* "" if it is mounted nowhere */
	char file_system[32]; /* "tmpfs", "ext4", ...: what it lies on */
};

/* parent: NULL for the tmpfs. 0, or -errno with the reason logged and nothing left behind. */
int scratch__create(struct scratch *scratch, const char *parent);
/* Opens a new, empty folder in it. A descriptor for the caller to close, or -errno, logged. */
int scratch__subfolder(const struct scratch *scratch, unsigned int number);
/* Removes the folder with all that is in it. */
void scratch__remove(struct scratch *scratch);

#endif
