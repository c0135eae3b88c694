/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel logs while a run lasts: a driver that complains is a machine that is disturbed.
 */
#ifndef HOOKBENCH_BENCH_MACHINE_KERNEL_LOG_H
#define HOOKBENCH_BENCH_MACHINE_KERNEL_LOG_H

#include <jansson.h>

/* Opens the log at its end. A descriptor, or -errno, silently: only root may read it everywhere. */
int kernel_log__open(void);
/*
 * Adds to an object what has been logged since: "kernel_log_lines", how many lines, and
 * "kernel_log", the first of them; both null if `fd` is negative. Closes it.
 */
void kernel_log__close(int fd, json_t *object);
/* The same of an open file of the kernel's records, for tests: a record is one read. */
void kernel_log__read(int fd, json_t *object);

#endif
