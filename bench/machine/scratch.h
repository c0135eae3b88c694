/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The private folder that the workloads work in.
 *
 * Without --dir it is the root of a tmpfs that is mounted nowhere, so that nothing is left when
 * this process dies, even of SIGKILL. With --dir, or in /dev/shm or /tmp for a process that may not
 * mount, it is a locked folder (bench/base/locked_folder.h) in that place, named
 * hookbench-scratch-XXXXXX.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_SCRATCH_H
#define HOOKBENCH_BENCH_MACHINE_SCRATCH_H

#define SCRATCH_PREFIX "hookbench-scratch"

struct scratch {
	int fd;		      /* the folder */
	char path[4096];      /* "" if it is mounted nowhere */
	char file_system[32]; /* "tmpfs", "ext4", ... */
};

/* parent: NULL for a tmpfs. 0, or -errno, logged, with nothing left behind. */
int scratch__create(struct scratch *scratch, const char *parent);
/*
 * Creates an empty folder in it. Returns a descriptor that the caller must close, or -errno,
 * logged.
 */
int scratch__subfolder(const struct scratch *scratch, unsigned int number);
/* Removes the folder and its contents. */
void scratch__remove(struct scratch *scratch);

#endif
