/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command under a hook, on the running kernel and in the guest alike: attaches, runs it,
 * detaches. The result is a JSON document, which is printed for people and can be stored.
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
	const char *target; /* the function, if not the workload's; "": the workload's */
	/* Instead of both: a place in a program or library. NULL, or file is "": none. */
	const struct target *place;
};

/*
 * Fills in *document, which results/README.md describes and the caller frees; NULL if there is
 * none. 0, however the command ends; -ENOTSUP, with the reason and the remedy logged, if the hook
 * cannot be attached, in which case the command is not started; -EINTR if a signal arrived before
 * the command was started; another -errno, logged.
 */
int attach__run(const struct attach_plan *plan, const struct cmdline *line,
		const struct command_setup *setup, json_t **document);

/* The fields of the request `attach` to a guest: the names in the plan. */
json_t *attach_plan__to_json(const struct attach_plan *plan);

/* The exit status of a document's command. */
int attach__status(const json_t *document);
/* Prints a summary of one or two lines with log__info. */
void attach__print(const json_t *document);
/* Writes it to `path`, whole or not at all. 0 or -errno, logged. */
int attach__write(const json_t *document, const char *path);

#endif
