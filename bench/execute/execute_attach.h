/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a command under a hook, on the running kernel or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_ATTACH_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_ATTACH_H

#include "bench/execute/open_program.h"
#include "bench/programs/attach.h"
#include "bench/vm/where.h"

struct attach_where {
	const struct where *where;
	const char *user;	     /* on the running kernel: as in user__find */
	char *const *added;	     /* for a VM: see guest_files__add; ends with NULL */
	struct fetched_files *fetch; /* for a VM: receives files from the guest; NULL: none */
	progress_fn progress;	     /* of the guest; may be NULL */
	const char *target;	     /* for a VM: the hook's, as the user named it; NULL: none */
	/* For a VM: the files of these are there, too; they may be NULL. */
	const struct target *place;
	const struct arm_objects *objects;
	const struct plan_settings *settings; /* of the objects */
};

/*
 * Like attach__run; with a program of the user's instead of the plan's backend, if one is given.
 * Files are fetched, but not written. The command's output goes to this process's streams. In a VM
 * also -ENOENT or -EACCES if the command does not exist or is not executable; -EINTR if
 * interrupted.
 */
int execute_attach__run(const struct attach_plan *plan, const struct program_request *program,
			char *const *words, const struct attach_where *where, json_t **document);

/* Receives the output of a guest; see vm_output. */
struct attach_output {
	vm_output take; /* may be NULL */
	void *context;
};

/*
 * The VM's part of it: adds the command, given as both `line` and `words` (both empty: none), to
 * the fields of the request `name`, takes ownership of these, and asks a guest in which the command
 * is. 0 with *reply, which then also has "vm" and "started"; or -errno as above.
 */
int execute_attach__ask(const char *name, json_t *request, const struct cmdline *line,
			char *const *words, const struct attach_where *where,
			struct attach_output output, json_t **reply);

#endif
