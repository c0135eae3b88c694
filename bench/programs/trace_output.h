/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `hookbench trace` shows on stdout, for people or as JSON lines. */
#ifndef HOOKBENCH_BENCH_PROGRAMS_TRACE_OUTPUT_H
#define HOOKBENCH_BENCH_PROGRAMS_TRACE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "bench/programs/trace.h"

struct trace_output {
	FILE *file;
	bool json;
	bool has_header;
	int err; /* -errno of the first write that failed */
};

/*
 * Writes to what is stdout now; from now on, stdout of this process and of the commands that it
 * starts is what stderr is, so that nothing stands between the events. 0 or -errno, logged.
 */
int trace_output__open(struct trace_output *o, bool json);
/* 0, also if nobody reads any longer; or -errno, logged. */
int trace_output__close(struct trace_output *o);

struct trace_sink trace_output__sink(struct trace_output *o);

#endif
