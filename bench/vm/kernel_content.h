/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a file with a kernel holds: a bzImage, as in /boot; vmlinux, an ELF file; an EFI zboot image
 * or an Image of arm64; any of these in a unified kernel image, in a package, or compressed.
 */
#ifndef HOOKBENCH_BENCH_VM_KERNEL_CONTENT_H
#define HOOKBENCH_BENCH_VM_KERNEL_CONTENT_H

#include <stdbool.h>

#include "bench/base/byte_range.h"
#include "bench/vm/guest_arch.h"
#include "bench/vm/unpack.h"

/* Larger files are no kernels. */
#define KERNEL_FILE_MOST ((size_t)2 << 30)

enum kernel_kind {
	KERNEL_BZIMAGE,
	KERNEL_ELF,
	KERNEL_ZBOOT,
	KERNEL_ARM64_IMAGE,
	KERNEL_RISCV_IMAGE,
	KERNEL_ARM_IMAGE, /* of 32 bits */
	KERNEL_EFI,	  /* another program for EFI */
	KERNEL_OTHER,	  /* no image that is known */
};

struct kernel_content {
	enum kernel_kind kind;
	struct byte_range image; /* as a boot loader would get it */
	struct unpacked unpacked;
};

/* By the first bytes. */
enum kernel_kind kernel_content__kind(struct byte_range image);
/*
 * The architecture that an image is for, by its first bytes; NULL: it does not say, or hookbench
 * measures none of that architecture.
 */
const struct guest_arch *kernel_content__arch(struct byte_range image);
/* Whether a file that begins like this may hold an image; 4 KiB are enough. */
bool kernel_content__may_be(struct byte_range first);
/*
 * Finds the image in the bytes of a file, which must stay. `name` is for messages. 0: free it then;
 * -EINTR; or another -errno, logged.
 */
int kernel_content__find(const char *name, struct byte_range file, struct kernel_content *content);
void kernel_content__free(struct kernel_content *content);

/*
 * The kernel that is compressed in a bzImage or an EFI zboot image. 0; or -errno as
 * unpack__compressed, not logged.
 */
int kernel_content__unpack(const struct kernel_content *content, struct unpacked *kernel);
/*
 * The kernel as it lies in memory, or its vmlinux: what is in a compressed image, or else the
 * image. `unpacked` is for the caller to free, whatever is returned, and `kernel` may be a part of
 * it. As kernel_content__unpack.
 */
int kernel_content__bare(const struct kernel_content *content, struct unpacked *unpacked,
			 struct byte_range *kernel);

#endif
