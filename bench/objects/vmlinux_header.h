/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vmlinux.h: the types of a kernel in C, made by bpftool from its BTF. */
#ifndef HOOKBENCH_BENCH_OBJECTS_VMLINUX_HEADER_H
#define HOOKBENCH_BENCH_OBJECTS_VMLINUX_HEADER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes it, or finds it in the cache. `image`: of the kernel; NULL: the running one. 0 with the
 * text, for the caller to free; or -errno, logged.
 */
int vmlinux_header__get(const char *image, char **text, size_t *size);
/*
 * Whether a struct has a member with a type and no name ("struct path;"), which C takes only with
 * -fms-extensions. Kernels have had such since 7.0.
 */
bool vmlinux_header__has_unnamed_members(const char *text);

#endif
