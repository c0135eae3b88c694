/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's command line, and what it requires. For bench/vm/vm.c. */
#ifndef HOOKBENCH_BENCH_VM_QEMU_H
#define HOOKBENCH_BENCH_VM_QEMU_H

#include <stdbool.h>
#include <stdio.h>

#include "bench/vm/boot_kernel.h"
#include "bench/vm/vm_options.h"

/* What QEMU gets. Descriptors are -1 if there is none. */
struct qemu_inputs {
	const struct boot_kernel *kernel;
	int initramfs;
	int request;	 /* for the guest to fetch: see wire.h */
	int monitor;	 /* a socket for QEMU's commands, see qemu_monitor.h */
	int memory;	 /* the guest's memory, a file */
	bool is_resumed; /* that memory is private, and the state comes by the monitor */
};

/*
 * Replaces this process with QEMU, which reads the initramfs from a descriptor. The guest's console
 * is written to stderr; its second serial line is stdin and stdout. Returns only on failure, with
 * errno set.
 */
void qemu__exec(const struct vm *vm, const struct qemu_inputs *inputs);
/*
 * The kernel's command line; as snprintf, at most GUEST_ARCH_COMMAND_LINE_MOST bytes after
 * vm__check.
 */
size_t qemu__command_line(const struct vm *vm, char *text, size_t size);
/* Where the QEMU for that architecture is found in PATH. 0, or -ENOENT, not logged. */
int qemu__find(const struct guest_arch *arch, char *path, size_t size);
/*
 * What QEMU prints when asked with that option, of this project's own words; for at most 20
 * seconds. For the caller to pclose; NULL: it could not be run.
 */
FILE *qemu__ask(const struct guest_arch *arch, const char *option);
/* "7.2.22"; "" if it cannot be found out. Starts QEMU, which takes some tenths of a second. */
void qemu__version(const struct guest_arch *arch, char version[QEMU_VERSION_SIZE]);
/* Whether the text looks like such a version: numbers with a point, and at most a suffix. */
bool qemu__is_version(const char *text);
/* Seconds of silence after which a guest is stopped; seconds after which it is in any case. */
unsigned int vm__timeout_s(const struct vm *vm);
unsigned int vm__time_limit_s(const struct vm *vm);
unsigned int vm__memory_mib(const struct vm *vm);

#endif
