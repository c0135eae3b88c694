/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each call of a workload's target, by all processes of the machine, as it happens: who, which
 * file, and what came of it. On the running kernel and in the guest alike.
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
	const struct backend *backend; /* as it was asked for: see traced_by of its row */
	const struct workload *workload;
	bool printk;	      /* through the trace pipe, else through a ring buffer */
	unsigned int pid;     /* of this process alone; 0: of all */
	uint64_t duration_ns; /* 0: no limit */
	uint64_t count;	      /* events, 0: no limit */
};

/* What a guest is asked: an object {"command": "trace", ...}; it has no duration and no count. */
json_t *trace_plan__to_json(const struct trace_plan *plan);

/* Where they go; called by one thread at a time. */
struct trace_sink {
	/* A result of an int function has its 64 bits. */
	void (*event)(const struct hit_event *event, void *context);
	/* With printk: the kernel's line, without its newline. */
	void (*line)(const char *line, void *context);
	/* Called every few milliseconds, after those that have come; false: nobody wants more. */
	bool (*flush)(void *context);
	void *context;
};

/* Lasts as long as the hook is to be there. Its exit status, or -errno, logged. */
typedef int (*trace_work)(void *context);

struct trace_end {
	uint64_t events, lost;
	int status;	    /* of the work; 0 without it */
	char backend[32];   /* that was attached */
	char function[128]; /* or LSM hook, that was hooked; "": a system call */
	char placement[32]; /* see struct backend; "" if nobody tells */
};

/*
 * With `work` NULL: until *stop, duration, count or flush ends it. 0; -ENOTSUP if the hook cannot
 * be attached: the reason and the remedy are logged; another -errno, logged.
 */
int trace__run(const struct trace_plan *plan, const struct trace_sink *sink, trace_work work,
	       void *work_context, const volatile sig_atomic_t *stop, struct trace_end *end);

/* Tells it in a line, with log__info. */
void trace__print_end(const struct trace_plan *plan, const struct trace_end *end,
		      const char *release);

#endif
