/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a guest logs, in the log of this process. A guest that logs without end must fill neither a
 * terminal nor the memory: only the beginning and the end are shown.
 */
#ifndef HOOKBENCH_BENCH_VM_GUEST_LOG_H
#define HOOKBENCH_BENCH_VM_GUEST_LOG_H

#include <stddef.h>

#include "bench/base/log.h"

#define GUEST_LOG_FIRST	    65536 /* bytes of text that are shown at once */
#define GUEST_LOG_LAST	    8	  /* messages, of those after them, that are shown at the end */
#define GUEST_LOG_TEXT_SIZE 2048  /* of such a message */

/* All 0: empty. */
struct guest_log {
	size_t shown;  /* bytes */
	size_t n_late; /* messages after the first bytes */
	struct {
		enum log_level level;
		char text[GUEST_LOG_TEXT_SIZE];
	} late[GUEST_LOG_LAST]; /* a ring: the last of them */
};

/* Logs a message of the guest, or keeps it for the end. 0. */
int guest_log__add(struct guest_log *log, enum log_level level, const char *text);
/* Logs the messages that were kept, and how many were left out. */
void guest_log__end(struct guest_log *log);

#endif
