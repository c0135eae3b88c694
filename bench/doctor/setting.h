/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Kernel settings and their desired values. tune.c sets them. */
#ifndef HOOKBENCH_BENCH_DOCTOR_SETTING_H
#define HOOKBENCH_BENCH_DOCTOR_SETTING_H

#include <stdbool.h>
#include <stddef.h>

/* Files with one value each. If the kernel lists the choices, the value is the one in brackets. */
struct setting {
	const char *files; /* a pattern of glob(7) */
	const char *good;  /* values, separated by spaces; the first is the best */
};

/* A file of a setting. `path` is the path without the root; `err` is 0 or -errno. */
typedef void (*setting_fn)(const struct setting *setting, const char *path, const char *value,
			   int err, void *context);
/* Calls `visit` for each file, sorted by name; `root` as in struct machine. */
void setting__for_each(const struct setting *setting, const char *root, setting_fn visit,
		       void *context);
bool setting__is_good(const struct setting *setting, const char *value);
/* The desired value. */
void setting__best(const struct setting *setting, char *value, size_t size);
/* Reads the value of a file. 0, or -errno, not logged, with `value` empty. */
int setting__read(const char *root, const char *path, char *value, size_t size);
/* A shell command that sets it: "sysctl -w kernel.nmi_watchdog=0", or "echo 1 | tee /sys/...". */
void setting__remedy(const struct setting *setting, char *text, size_t size);
/* The desired state: "madvise or never", or "no_turbo = 1", as a number needs the file name. */
void setting__describe(const struct setting *setting, char *text, size_t size);

#endif
