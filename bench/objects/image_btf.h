/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The types of a kernel, from its image. Nothing of the image is run. */
#ifndef HOOKBENCH_BENCH_OBJECTS_IMAGE_BTF_H
#define HOOKBENCH_BENCH_OBJECTS_IMAGE_BTF_H

#include <stddef.h>

/*
 * Finds BTF in the bytes of a file: BTF itself, or one of the images of kernel_content.h. `name` is
 * for messages. 0 with the BTF, for the caller to free; -EINTR; or another -errno, logged.
 */
int image_btf__read(const char *name, const void *bytes, size_t size, void **btf, size_t *btf_size);

#endif
