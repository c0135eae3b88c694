/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Traces each call of a workload's target, by any process of the machine, as it happens: process,
 * file and result; or a user's program: what it prints, and the events of its buffers. Works on the
 * running kernel and in the guest alike.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_TRACE_H
#define HOOKBENCH_BENCH_PROGRAMS_TRACE_H

#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/hook/events.h"

struct backend;
struct workload;

struct trace_plan {
	const struct backend *backend; /* as requested; see traced_by in its row; or a user's */
	const struct workload *workload;
	bool printk;	      /* read the trace pipe instead of a ring buffer */
	unsigned int pid;     /* only this process; 0: all */
	uint64_t duration_ns; /* 0: no limit */
	uint64_t count;	      /* events, 0: no limit */
};

/* The fields of the request `trace` to a guest, without duration and count. */
json_t *trace_plan__to_json(const struct trace_plan *plan);

/* An event of a buffer of a user's object. Valid during a call. */
struct trace_data {
	const char *map; /* the buffer; foreign */
	const void *bytes;
	size_t size;  /* of the bytes */
	size_t whole; /* of the event, of which a guest may send only the first bytes */
};

/* Receives the events; called by one thread at a time. */
struct trace_sink {
	/* A result of an int function has its 64 bits. */
	void (*event)(const struct hit_event *event, void *context);
	void (*data)(const struct trace_data *data, void *context);
	/* With printk, or of a user's program: the kernel's line, without its newline. */
	void (*line)(const char *line, void *context);
	/* Called every few milliseconds, after new events; false: stop tracing. */
	bool (*flush)(void *context);
	void *context;
};

/* The hook stays attached while it runs. Returns its exit status, or -errno, logged. */
typedef int (*trace_work)(void *context);

struct trace_end {
	uint64_t events;  /* lines are events */
	int64_t lost;	  /* COUNT_UNKNOWN: a program's ring buffer was more than half full */
	uint64_t lines;	  /* of a user's program: how many of the events are lines */
	int status;	  /* of the work; 0 without work */
	char backend[32]; /* the one that was attached */
	/*
	 * The function or LSM hook that was hooked; "": a system call. Of a user's program: what
	 * its programs are attached to, separated by commas.
	 */
	char function[128];
	char placement[32]; /* see struct backend; "" if unknown */
};

/*
 * With `work` NULL, traces until *stop, duration, count or flush ends it. 0; -ENOTSUP if the hook
 * cannot be attached, with the reason and the remedy logged; another -errno, logged.
 */
int trace__run(const struct trace_plan *plan, const struct trace_sink *sink, trace_work work,
	       void *work_context, const volatile sig_atomic_t *stop, struct trace_end *end);

/* Prints a summary of one line with log__info. */
void trace__print_end(const struct trace_plan *plan, const struct trace_end *end,
		      const char *release);

#endif
