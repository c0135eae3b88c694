/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vmlinux, a kernel as an ELF file: how QEMU can start it. Nothing here is logged. */
#ifndef HOOKBENCH_BENCH_VM_KERNEL_ELF_H
#define HOOKBENCH_BENCH_VM_KERNEL_ELF_H

#include "bench/base/byte_range.h"
#include "bench/vm/unpack.h"

/* XEN_ELFNOTE_PHYS32_ENTRY in elfnote.h of Xen: where a PVH guest begins. */
#define KERNEL_ELF_PVH_NOTE 18

/*
 * Of x86-64: whether it can be started as it is. 0; -ENOEXEC: it is for another machine; -ENOTSUP:
 * it has no PVH note.
 */
int kernel_elf__check_pvh(struct byte_range file);
/*
 * Of arm64: the Image that the kernel's build makes of it (arch/arm64/boot/Makefile): what is
 * loaded, as it lies in memory. 0 with the bytes, for the caller to free; -ENOEXEC; -ENOMEM.
 */
int kernel_elf__flatten(struct byte_range file, struct unpacked *image);

#endif
