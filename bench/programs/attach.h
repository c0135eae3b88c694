/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command under a hook: attaches, runs it, detaches, on the running kernel and in the guest
 * alike. What it finds is a JSON document, which is printed for people and may be stored.
 */
#ifndef HOOKBENCH_BENCH_PROGRAMS_ATTACH_H
#define HOOKBENCH_BENCH_PROGRAMS_ATTACH_H

#include <jansson.h>

#include "bench/hook/backend.h"
#include "bench/hook/payload.h"
#include "bench/programs/wrapper.h"
#include "workloads/workload.h"

#define ATTACH_SCHEMA "hookbench-attach/1"

struct attach_plan {
	const struct backend *backend;
	const struct payload *payload;
	const struct workload *workload; /* names the functions and the system call to hook */
	const char *target;		 /* the function, if it is another; "": it is not */
};

/*
 * Fills *document, for the caller to free, as results/README.md has it; NULL if there is none. 0,
 * however the command ends; -ENOTSUP if the hook cannot be attached: then the command is not
 * started, and the reason and the remedy are logged; -EINTR if a signal came before the
 * command was started; another -errno, logged.
 */
int attach__run(const struct attach_plan *plan, const struct cmdline *line,
		const struct command_setup *setup, json_t **document);

/* What a guest is asked: an object {"command": "attach", ...} with the names of the plan. */
json_t *attach_plan__to_json(const struct attach_plan *plan);

/* The exit status of a document's command. */
int attach__status(const json_t *document);
/* Tells it, in a line or two, with log__info. */
void attach__print(const json_t *document);
/* Writes it to `path`, whole or not at all. 0 or -errno, logged. */
int attach__write(const json_t *document, const char *path);

#endif
