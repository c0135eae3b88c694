/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the events of `hookbench trace` to stdout, for people or as JSON lines. */
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
 * Writes to the present stdout. From then on, stdout of this process and of the commands that it
 * starts is redirected to stderr, so that nothing comes between the events. 0 or -errno, logged.
 */
int trace_output__open(struct trace_output *o, bool json);
/* 0, also if the reader has gone; or -errno, logged. */
int trace_output__close(struct trace_output *o);

struct trace_sink trace_output__sink(struct trace_output *o);

#endif
