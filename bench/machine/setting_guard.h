/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A setting of the kernel that must be another for a while, and is put back whatever happens. */
#ifndef HOOKBENCH_BENCH_MACHINE_SETTING_GUARD_H
#define HOOKBENCH_BENCH_MACHINE_SETTING_GUARD_H

#include <sys/types.h>

/* A process that puts the setting back once this one releases it, or has died. */
struct setting_guard {
	pid_t pid; /* 0: nothing was changed */
	int pipe;
	char path[64], before[64];
};

/* Writes `value` to the file `path`. 0 or -errno; then nothing is held. */
int setting_guard__hold(struct setting_guard *guard, const char *path, const char *value);
/* Returns once it is as it was. */
void setting_guard__release(struct setting_guard *guard);

#endif
