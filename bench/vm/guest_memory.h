/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A guest's memory as a file that QEMU maps. Of one that boots it is a file without a name, from
 * which a snapshot is made. One that continues maps the snapshot's own file, privately: then only
 * the pages that the guest touches are read, and none is changed.
 */
#ifndef HOOKBENCH_BENCH_VM_GUEST_MEMORY_H
#define HOOKBENCH_BENCH_VM_GUEST_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* A file of `size` zero bytes, in memory: a descriptor, for the caller to close, or -errno. */
int guest_memory__make(size_t size);
/*
 * The checksum of the first `size` bytes of a file, which is that of its pages that are not zero
 * and of their places; with `to` >= 0, writes these pages to the same places there. Reads only what
 * is not a hole. 0; -EINVAL if the file is shorter; another -errno.
 */
int guest_memory__read(int from, size_t size, int to, uint32_t *checksum);

#endif
