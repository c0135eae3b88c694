/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SIGINT, SIGTERM and SIGHUP: work stops at the next safe place and cleans up, then the process
 * dies of the signal. SIGXFSZ (a file above ulimit -f) is ignored: the write then fails, is
 * reported, and temporary files are removed.
 */
#ifndef HOOKBENCH_BENCH_BASE_INTERRUPT_H
#define HOOKBENCH_BENCH_BASE_INTERRUPT_H

#include <signal.h>

void interrupt__install(void);
/* Restores the previous handlers: for a child that is about to exec another program. */
void interrupt__uninstall(void);
/* Points to the signal received; 0 if none. */
const volatile sig_atomic_t *interrupt__flag(void);
/* Clears a received signal that has been handled; the process continues. */
void interrupt__forget(void);
/* If a signal was received, ends the process with it, so that the parent sees the cause. */
void interrupt__die(void);

#endif
