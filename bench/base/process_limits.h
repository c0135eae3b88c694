/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this process may use, by its caller's choice. */
#ifndef HOOKBENCH_BENCH_BASE_PROCESS_LIMITS_H
#define HOOKBENCH_BENCH_BASE_PROCESS_LIMITS_H

/*
 * Opens those of stdin, stdout and stderr that the caller has closed. Otherwise other files would
 * get their numbers, and be read or written in their place. Reading from one then finds its end;
 * writing still fails.
 */
void process_limits__open_streams(void);

/*
 * Checks that the limits on the stack and on open files suffice. Without it, a small stack ends
 * hookbench with a signal, and a lack of descriptors looks like a fault of whatever needs the next.
 * 0, or -errno, logged.
 */
int process_limits__check(void);

#endif
