/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SIGINT, SIGTERM and SIGHUP: work stops at the next safe place, cleans up, then dies of it. */
#ifndef HOOKBENCH_BENCH_BASE_INTERRUPT_H
#define HOOKBENCH_BENCH_BASE_INTERRUPT_H

#include <signal.h>

void interrupt__install(void);
/* Signals do what they did before: for a child that becomes another program. */
void interrupt__uninstall(void);
/* Not 0 once a signal has come. */
const volatile sig_atomic_t *interrupt__flag(void);
/* What a signal that has come asked for is done; the process goes on. */
void interrupt__forget(void);
/* If a signal has come, ends the process by it, so that the caller sees what happened. */
void interrupt__die(void);

#endif
