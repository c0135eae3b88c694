/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changes a kernel setting for a while, and restores it whatever happens. */
#ifndef HOOKBENCH_BENCH_MACHINE_SETTING_GUARD_H
#define HOOKBENCH_BENCH_MACHINE_SETTING_GUARD_H

#include <sys/types.h>

/* A process that restores the setting once this one releases it or dies. */
struct setting_guard {
	pid_t pid; /* 0: nothing to restore */
	int pipe;
	char path[64], before[64];
};

/* Writes `value` to the file `path`. 0, or -errno with nothing to release. */
int setting_guard__hold(struct setting_guard *guard, const char *path, const char *value);
/* Returns once the setting is restored. */
void setting_guard__release(struct setting_guard *guard);

#endif
