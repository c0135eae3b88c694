/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU as a child of this process, and the pipes to it. */
#ifndef HOOKBENCH_BENCH_VM_QEMU_PROCESS_H
#define HOOKBENCH_BENCH_VM_QEMU_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "bench/vm/console.h"
#include "bench/vm/qemu.h"
#include "bench/vm/vm_options.h"

struct qemu_process {
	pid_t pid;    /* 0: not running */
	int console;  /* output of QEMU and of the guest's kernel, for reading */
	int replies;  /* the guest's second serial line, for reading */
	int requests; /* the same line, for writing: a socket, never blocking */
};

#define QEMU_PROCESS_NONE ((struct qemu_process){ 0, -1, -1, -1 })

/* Starts QEMU. 0 or -errno, logged; then nothing of `p` is open. */
int qemu_process__start(struct qemu_process *p, const struct vm *vm,
			const struct qemu_inputs *inputs);
/*
 * Waits for QEMU to end, at most `most_ms` milliseconds. 0, with the status as in waitpid, or
 * -ETIMEDOUT.
 */
int qemu_process__wait(struct qemu_process *p, unsigned int most_ms, int *status);
/*
 * Whether the machine ended QEMU, by a signal (as for a lack of memory) or by not giving it what it
 * asked for, which is then its last message on the console. What it does not like about its
 * arguments or its version is no such case: that stays.
 */
bool qemu_process__has_died(int status, const struct console *console);
/* Why it ended, in words; the status is as in waitpid. */
void qemu_process__describe_end(int status, char *text, size_t size);
/* Ends QEMU, with what it may have started, if it is running, and closes all descriptors. */
void qemu_process__stop(struct qemu_process *p);

#endif
