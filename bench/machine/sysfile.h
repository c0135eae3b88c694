/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files of /proc and /sys, and kernel file systems that need not be mounted to be read. */
#ifndef HOOKBENCH_BENCH_MACHINE_SYSFILE_H
#define HOOKBENCH_BENCH_MACHINE_SYSFILE_H

#include <stddef.h>
#include <stdio.h>

/*
 * Reads the first line of a file, without its newline and truncated to `size`. 0, or -errno with
 * `line` empty; not logged, as a missing file is an answer.
 */
int sysfile__read_line(const char *path, char *line, size_t size);
/* The same, relative to an open folder. */
int sysfile__read_line_at(int folder, const char *path, char *line, size_t size);

/*
 * `root` is put before the kernel's paths: "" for this machine, or a folder with a fake /proc and
 * /sys.
 */
FILE *sysfile__open_in(const char *root, const char *path); /* NULL with errno */
int sysfile__read_line_in(const char *root, const char *path, char *line, size_t size);
/* The whole file, up to size - 1 bytes: what it holds may have newlines. */
int sysfile__read_text_in(const char *root, const char *path, char *text, size_t size);

/*
 * Mounts a file system that is reachable only through the returned descriptor. It goes away when
 * the last descriptor is closed, even if the process is killed. Without the right to mount, it is
 * the one in its usual place, if there is one. -errno on failure, not logged.
 */
int sysfile__mount_detached(const char *type);
/*
 * Opens a file of a kernel file system (debugfs, securityfs, ...), which need not be mounted; NULL
 * with errno.
 */
FILE *sysfile__open_detached(const char *type, const char *path);
/*
 * Opens a file of a kernel file system (below its usual place in `root`, if that is a folder), or,
 * if `type` is NULL, the one with that path. A descriptor, or -errno, not logged.
 */
int sysfile__open_of(const char *root, const char *type, const char *path, int flags);
/* The path of that file where its file system is mounted in the usual place. */
void sysfile__path_of(const char *root, const char *type, const char *path, char *text,
		      size_t size);
int sysfile__read_line_detached(const char *type, const char *path, char *line, size_t size);

/*
 * The value of an option such as "CONFIG_KPROBES" in the running kernel's configuration, read from
 * /proc/config.gz or /boot/config-RELEASE: 'y', 'm', 'n', or 0 if neither can be read.
 */
char sysfile__kernel_config(const char *option);

#endif
