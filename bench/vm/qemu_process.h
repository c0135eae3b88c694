/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU as a child of this process, and the pipes to it. */
#ifndef HOOKBENCH_BENCH_VM_QEMU_PROCESS_H
#define HOOKBENCH_BENCH_VM_QEMU_PROCESS_H

#include <sys/types.h>

#include "bench/vm/vm_options.h"

struct qemu_process {
	pid_t pid;    /* 0: none runs */
	int console;  /* what it and the guest's kernel write; to be read */
	int replies;  /* the guest's second serial line, to be read */
	int requests; /* the same, to be written: a socket, never blocking */
};

#define QEMU_PROCESS_NONE ((struct qemu_process){ 0, -1, -1, -1 })

/* Starts QEMU with the initramfs. 0 or -errno, logged; then nothing is open. */
int qemu_process__start(struct qemu_process *p, const struct vm *vm, int initramfs);
/* Waits for its end; the status as of waitpid. */
int qemu_process__wait(struct qemu_process *p);
/* Ends it if it still runs, and closes what is open. */
void qemu_process__stop(struct qemu_process *p);

#endif
