/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files of /proc and /sys, and kernel file systems that need not be mounted to be read. */
#ifndef HOOKBENCH_BENCH_MACHINE_SYSFILE_H
#define HOOKBENCH_BENCH_MACHINE_SYSFILE_H

#include <stddef.h>
#include <stdio.h>

/*
 * The first line of a file without its newline, cut to `size`. 0, or -errno (silently: a file that
 * is missing is an answer) with `line` empty.
 */
int sysfile__read_line(const char *path, char *line, size_t size);
/* The same, relative to an open folder. */
int sysfile__read_line_at(int folder, const char *path, char *line, size_t size);

/*
 * What stands before a path of the kernel's own: "" on this machine, or a folder with a /proc and a
 * /sys that somebody made up.
 */
FILE *sysfile__open_in(const char *root, const char *path); /* NULL with errno */
int sysfile__read_line_in(const char *root, const char *path, char *line, size_t size);

/*
 * Mounts a file system in no place: only the returned descriptor reaches it, and it is gone when
 * the last descriptor is closed, also when the process is killed. -errno on failure (silently).
 */
int sysfile__mount_detached(const char *type);
/* A file of a kernel file system (debugfs, securityfs, ...) that need not be mounted; NULL with
 * errno. */
FILE *sysfile__open_detached(const char *type, const char *path);
int sysfile__read_line_detached(const char *type, const char *path, char *line, size_t size);

/*
 * What the configuration of the running kernel says of an option such as "CONFIG_KPROBES", read
 * from /proc/config.gz or /boot/config-RELEASE: 'y', 'm', 'n', or 0 if neither can be read.
 */
char sysfile__kernel_config(const char *option);

#endif
