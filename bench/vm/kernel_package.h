/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel image in a distribution's package: .deb or .rpm. */
#ifndef HOOKBENCH_BENCH_VM_KERNEL_PACKAGE_H
#define HOOKBENCH_BENCH_VM_KERNEL_PACKAGE_H

#include <stdbool.h>

#include "bench/base/byte_range.h"
#include "bench/vm/unpack.h"

/* Whether the bytes of a file begin as such a package does. */
bool kernel_package__is(struct byte_range file);
/*
 * Unpacks the image in /boot or /lib/modules; `name` is for messages. 0 with the image; -EINTR; or
 * another -errno, logged: there is none, or more than one.
 */
int kernel_package__unpack(const char *name, struct byte_range file, struct unpacked *image);

#endif
