/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Traces on the running kernel or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_TRACE_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_TRACE_H

#include "bench/execute/execute_attach.h"
#include "bench/execute/open_program.h"
#include "bench/programs/trace.h"

struct trace_task {
	struct trace_plan plan; /* its backend is not needed with a user's program */
	struct program_request program;
	const char *event; /* the struct of the program's events; NULL: found in its BTF */
	bool json;
};

/*
 * Prints the events of trace__run on stdout while a command runs. With `words` NULL, until a signal
 * or the plan's limits end it; in a VM, while a demonstration runs. *status is the command's, or 0.
 * 0 or -errno, logged; -ENOENT and -EACCES as in execute_attach__run.
 */
int execute_trace__run(const struct trace_task *task, char *const *words,
		       const struct attach_where *where, int *status);

#endif
