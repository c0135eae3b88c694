/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the events of `hookbench trace` to stdout, for people or as JSON lines. */
#ifndef HOOKBENCH_BENCH_PROGRAMS_TRACE_OUTPUT_H
#define HOOKBENCH_BENCH_PROGRAMS_TRACE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "bench/programs/trace.h"

/*
 * The event of a user's program as a JSON object, for the caller to free, with the name of its
 * type; NULL if the type is not known.
 */
typedef json_t *(*trace_decode)(const struct trace_data *data, const char **type, void *context);

struct trace_output {
	FILE *file;
	bool json;
	bool has_header;
	int err;	     /* -errno of the first write that failed */
	trace_decode decode; /* NULL: no type is known */
	void *decode_context;
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
