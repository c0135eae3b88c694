/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's root file system: the guest program as /init, and the files that a command needs. */
#ifndef HOOKBENCH_BENCH_VM_INITRAMFS_H
#define HOOKBENCH_BENCH_VM_INITRAMFS_H

struct guest_files;

/*
 * Makes the archive in memory, with `program` as /init, and with `files` unless NULL. A descriptor
 * for the caller to close; or -errno, logged.
 */
int initramfs__make(const char *program, const struct guest_files *files);

#endif
