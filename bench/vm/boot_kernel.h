/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel in the form in which QEMU starts it. Of arm64 that is an Image: vmlinux and what is
 * compressed become one here. Of x86-64, a bzImage is unpacked here, where that takes less
 * time than in the guest, if the kernel can be started as an ELF file: by its PVH note, see
 * Documentation/arch/x86/booting of Linux ("PVH entry point", CONFIG_PVH). What was unpacked is
 * kept in the cache.
 */
#ifndef HOOKBENCH_BENCH_VM_BOOT_KERNEL_H
#define HOOKBENCH_BENCH_VM_BOOT_KERNEL_H

#include <limits.h>
#include <stdbool.h>

#include "bench/vm/guest_arch.h"

struct boot_kernel {
	char path[PATH_MAX]; /* for QEMU */
	int fd;		     /* that the path names, to be inherited by QEMU; -1: none */
	bool is_elf;
	/* A bzImage that could not be unpacked here: it is damaged, or packed in an unknown way. */
	bool is_still_packed;
};

/*
 * Whether the file could be one: only its first bytes are looked at. 0 or -errno, logged: -ENOEXEC
 * if it is something else.
 */
int boot_kernel__check(const char *image);
/*
 * The architecture that the kernel in the file is for. Only what is packed is unpacked for that. 0;
 * -EINTR; or another -errno, logged: -ENOEXEC if there is no kernel in it that can be measured.
 */
int boot_kernel__arch(const char *image, const struct guest_arch **arch);
/* 0: close it then; -EINTR; or another -errno, logged: -ENOEXEC if there is no kernel in it. */
int boot_kernel__open(const char *image, struct boot_kernel *kernel);
/*
 * For a guest that continues: QEMU needs a kernel of the same form, to make the same devices, and
 * never starts it. An Image, and a kernel in the form of an ELF file, are replaced by empty ones. 0
 * or -errno, logged.
 */
int boot_kernel__stand_in(const char *image, const struct guest_arch *arch, bool is_elf,
			  struct boot_kernel *kernel);
void boot_kernel__close(struct boot_kernel *kernel);

#endif
