/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command line as a well-behaved wrapper, on the running kernel and in the guest alike: with
 * the caller's terminal, process group and descriptors, with signals forwarded, and with the exit
 * status that a shell would report.
 *
 * If this process is killed, the command and its descendants get SIGTERM, and SIGKILL if they do
 * not end in time: they would no longer be measured (supervisor.h). Processes that the command
 * leaves behind keep running, and are counted.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_WRAPPER_H
#define HOOKBENCH_BENCH_PROGRAMS_WRAPPER_H

#include <stddef.h>
#include <stdint.h>

#include "bench/base/cmdline.h"
#include "bench/base/name_list.h"
#include "bench/programs/user.h"

/* As in a shell. */
#define STATUS_NOT_EXECUTABLE 126
#define STATUS_NOT_FOUND      127
#define STATUS_SIGNAL	      128 /* plus the number of the signal */

struct command_setup {
	const struct user *user;  /* NULL: this process's */
	char *const *environment; /* ends with NULL; NULL: this process's */
	/*
	 * Receives what the command writes to descriptor 1 or 2; the command's input is then empty.
	 * NULL: the command has this process's streams.
	 */
	void (*output)(int fd, const void *data, size_t size, void *context);
	void *output_context;
	int input;	       /* a descriptor for that input instead; 0: none */
	void (*prepare)(void); /* called once, before the clock starts; may be NULL */
	void (*alive)(void);   /* called every 10 seconds; may be NULL */
};

struct command_end {
	size_t n_started; /* commands of the line; the last may have failed to start */
	int status;	  /* of the last: 0 to 255 */
	int signal;	  /* the signal that killed it; or 0 */
	int error;	  /* errno if the last one could not be started (logged); or 0 */
	int received; /* a signal that ends programs and that this process received meanwhile; or 0
		       */
	int64_t wall_ns, user_ns,
		system_ns;     /* of all commands, and of the children that they waited for */
	int64_t max_rss_kib;   /* of the largest */
	struct name_list left; /* processes that outlived the command: "PID (NAME)" */
};

/* 0, also if a command cannot be started (logged); or -errno, logged. */
int wrapper__run(const struct cmdline *line, const struct command_setup *setup,
		 struct command_end *end);

#endif
