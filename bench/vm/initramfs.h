/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's root file system: the guest program as /init, and what else a command needs. */
#ifndef HOOKBENCH_BENCH_VM_INITRAMFS_H
#define HOOKBENCH_BENCH_VM_INITRAMFS_H

struct guest_files;

/*
 * Makes the archive in memory, with `program` as /init, and with `files` if that is not NULL.
 * A descriptor for the caller to close; or -errno, logged.
 */
int initramfs__make(const char *program, const struct guest_files *files);
/*
 * Visits the path of each file that is always in it, in folders that are there by nothing else;
 * until one visit returns another number than 0, which is returned.
 */
int initramfs__for_each(int (*visit)(const char *path, void *context), void *context);

#endif
