/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's root file system: this program as /init, with the shared libraries it has loaded. */
#ifndef HOOKBENCH_BENCH_INITRAMFS_H
#define HOOKBENCH_BENCH_INITRAMFS_H

#define INITRAMFS_REQUEST "/request.json"

/*
 * Makes the archive in memory, with `request` as INITRAMFS_REQUEST. A descriptor, which a child
 * process inherits, for the caller to close; or -errno, logged.
 */
int initramfs__make(const char *request);

#endif
