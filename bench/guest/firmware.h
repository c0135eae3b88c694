/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files that QEMU's configuration device (fw_cfg) has for the guest, read without a driver, as not
 * every kernel has one. They are no part of the guest's state: one that continues from a snapshot
 * finds what the QEMU that it continues in was given.
 */
#ifndef HOOKBENCH_BENCH_GUEST_FIRMWARE_H
#define HOOKBENCH_BENCH_GUEST_FIRMWARE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether this kernel lets a process use the device: one that is locked down does not. */
bool firmware__is_readable(void);
/*
 * The whole file, for the caller to free, and its size; NULL if there is none, or one of more than
 * `most` bytes.
 */
char *firmware__read(const char *name, size_t most, size_t *size);

#endif
