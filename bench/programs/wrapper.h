/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command line as a good wrapper does, on the running kernel and in the guest alike: with
 * the caller's terminal, process group and descriptors, its signals passed on, and its exit status
 * as a shell tells it.
 *
 * A command gets SIGTERM if this process dies before it: what it measures would be no longer what
 * it was started for. What it leaves behind goes on, and is counted.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_WRAPPER_H
#define HOOKBENCH_BENCH_PROGRAMS_WRAPPER_H

#include <stddef.h>
#include <stdint.h>

#include "bench/base/cmdline.h"
#include "bench/base/name_list.h"
#include "bench/programs/user.h"

/* As a shell has them. */
#define STATUS_NOT_EXECUTABLE 126
#define STATUS_NOT_FOUND      127
#define STATUS_SIGNAL	      128 /* and the signal's number */

struct command_setup {
	const struct user *user;  /* NULL: this process's */
	char *const *environment; /* ends with NULL; NULL: this process's */
	/*
	 * Takes what the command writes to its descriptor 1 or 2, and then its input is empty.
	 * NULL: it has this process's streams.
	 */
	void (*output)(int fd, const void *data, size_t size);
	void (*alive)(void); /* called every 10 seconds; may be NULL */
};

struct command_end {
	size_t n_started; /* commands of the line, the last one perhaps in vain */
	int status;	  /* of the last: 0 to 255 */
	int signal;	  /* that killed it; or 0 */
	int error;	  /* errno if the last one could not be started (logged); or 0 */
	int received; /* a signal that this process got meanwhile, and that ends programs; or 0 */
	int64_t wall_ns, user_ns, system_ns; /* of all, and of those that they waited for */
	int64_t max_rss_kib;		     /* of the largest */
	struct name_list left;		     /* processes that outlived the command: "PID (NAME)" */
};

/* 0, also if a command cannot be started (logged); or -errno, logged. */
int wrapper__run(const struct cmdline *line, const struct command_setup *setup,
		 struct command_end *end);

#endif
