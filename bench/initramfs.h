/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's root file system: this program as /init, with the shared libraries it has loaded. */
#ifndef HOOKBENCH_BENCH_INITRAMFS_H
#define HOOKBENCH_BENCH_INITRAMFS_H

#include <stdint.h>

#define INITRAMFS_REQUEST "/request.json"

/*
 * Makes the archive in memory, with `request` as INITRAMFS_REQUEST. A descriptor for the
 * caller to close; or -errno, logged.
 */
int initramfs__make(const char *request);
/* Of what is in it but the request: this program and its libraries; see checksum.h. */
uint32_t initramfs__checksum(void);

#endif
