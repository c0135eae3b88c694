/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel logs during a run: a driver that complains means a disturbed machine. */
#ifndef HOOKBENCH_BENCH_MACHINE_KERNEL_LOG_H
#define HOOKBENCH_BENCH_MACHINE_KERNEL_LOG_H

#include <jansson.h>

/*
 * Opens the log at its end. Returns a descriptor, or -errno, not logged: on most systems only root
 * may read it.
 */
int kernel_log__open(void);
/*
 * Adds what was logged since to an object: "kernel_log_lines", the number of lines, and
 * "kernel_log", the first of them; both null if `fd` is negative. Closes `fd`.
 */
void kernel_log__close(int fd, json_t *object);
/* The same for an open file of kernel records, for tests: each read returns one record. */
void kernel_log__read(int fd, json_t *object);

#endif
