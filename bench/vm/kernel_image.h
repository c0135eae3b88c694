/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel image that --kernel names. */
#ifndef HOOKBENCH_BENCH_VM_KERNEL_IMAGE_H
#define HOOKBENCH_BENCH_VM_KERNEL_IMAGE_H

#include <stddef.h>

#include "bench/vm/guest_arch.h"

/*
 * The path of a kernel image: `name` itself if it has a slash, begins with a dot or is a file;
 * otherwise what scripts/fetch-kernel finds or fetches for it (6.12, 6.12.117), for `arch`; NULL:
 * what the name says, or this machine's. 0, or -errno, logged.
 */
int kernel_image__find(const char *name, const struct guest_arch *arch, char *path, size_t size);
/* The release stored in a bzImage, such as 6.12.117+deb13-cloud-amd64; "" of any other file. */
void kernel_image__release(const char *path, char *release, size_t size);
/*
 * The images installed in `folder` (vmlinuz-*), oldest version first, at most `max`. Returns their
 * number, with the paths for the caller to free; or -errno, logged.
 */
int kernel_image__installed(const char *folder, char **paths, size_t max);

#endif
