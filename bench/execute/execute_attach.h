/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a command under a hook where it is wanted: on the running kernel, or in a VM. */
#ifndef HOOKBENCH_BENCH_EXECUTE_EXECUTE_ATTACH_H
#define HOOKBENCH_BENCH_EXECUTE_EXECUTE_ATTACH_H

#include "bench/programs/attach.h"
#include "bench/vm/where.h"

struct attach_where {
	const struct where *where;
	const char *user;	     /* on the running kernel: as in user__find */
	char *const *added;	     /* for a VM: see guest_files__add; ends with NULL */
	struct fetched_files *fetch; /* for a VM: takes files of the guest; NULL: none */
	progress_fn progress;	     /* of what the guest tells of itself; may be NULL */
};

/*
 * As attach__run. Files are fetched, not written. What the command writes goes to this process's
 * own streams. In a VM also -ENOENT and -EACCES if there is no such command, or it may not be
 * executed; -EINTR if stopped.
 */
int execute_attach__run(const struct attach_plan *plan, char *const *words,
			const struct attach_where *where, json_t **document);

/* What takes the output of a guest; see vm_output. */
struct attach_output {
	vm_output take; /* may be NULL */
	void *context;
};

/*
 * The part of it that is a VM's: adds the command, given by both `line` and `words` (both
 * empty: there is none), to the fields of the request `name`, which are taken over, and asks a
 * guest that has it. 0 with
 * *reply, which then says "vm" and "started" too; or -errno as above.
 */
int execute_attach__ask(const char *name, json_t *request, const struct cmdline *line,
			char *const *words, const struct attach_where *where,
			struct attach_output output, json_t **reply);

#endif
