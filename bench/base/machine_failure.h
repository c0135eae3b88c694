/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether something failed because of the machine that this runs on (no memory, a full disk, a QEMU
 * that was killed, a mirror that cannot be reached), and not because of what was asked or of the
 * kernel that is measured. The same may work later, or on another machine: a scheduler tries it
 * again. It is known where the failure is noticed, and is noted there, in the calling thread.
 */
#ifndef HOOKBENCH_BENCH_BASE_MACHINE_FAILURE_H
#define HOOKBENCH_BENCH_BASE_MACHINE_FAILURE_H

#include <stdbool.h>

void machine_failure__note(void);
/* Notes it if this errno, positive or negative, is the machine's fault. Returns `err`. */
int machine_failure__note_errno(int err);
/* Whether one was noted in this thread since the last machine_failure__forget. */
bool machine_failure__happened(void);
/* Before an attempt whose failures matter alone, or after one that was made good. */
void machine_failure__forget(void);

#endif
