// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute_macro.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/interrupt.h"
#include "bench/log.h"
#include "bench/run_json.h"

static int measure_here(const struct macro *macro, const struct plan *plan,
			const struct attach_where *where, struct run *run)
{
	const struct run_context context = { .stop = interrupt__flag(),
					     .progress = progress__draw };
	struct user user;
	const struct command_setup setup = { .user = &user };
	int err = user__find(where->user, &user);

	if (err)
		return err;
	err = macro__measure(macro, plan, &setup, &context, run);
	progress__clear();
	user__free(&user);
	return err;
}

/* ---- in a VM ---- */

/* The program that a line begins with; a word of the shell's own is none. */
static int add_line(struct guest_files *files, const struct macro *macro, const char *line)
{
	char name[PATH_MAX];
	int err;

	if (!line)
		return 0;
	err = guest_files__add_program(files, macro->shell ? macro->shell : "sh");
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(line, " \t\n;&|<>()'\"$`"), line);
	if (!err && name[0])
		err = guest_files__add_if_program(files, name);
	return err;
}

static int pack_files(struct guest_files *files, const struct macro *macro,
		      const struct attach_where *where)
{
	const char *const lines[] = { macro->setup, macro->prepare, macro->cleanup };
	int err = guest_files__open(files);

	if (!err)
		err = guest_files__add_program(files, HYPERFINE);
	/* With which hyperfine's version is asked for. */
	if (!err)
		err = guest_files__add_program(files, "sh");
	if (!err && macro->shell)
		err = add_line(files, macro, macro->words[0]);
	else if (!err)
		err = guest_files__add_program(files, macro->words[0]);
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines) && !err; i++)
		err = add_line(files, macro, lines[i]);
	for (char *const *path = where->added; *path && !err; path++)
		err = guest_files__add(files, *path) ? -EINVAL : 0;
	return err;
}

static json_t *make_request(const struct macro *macro, const struct plan *plan)
{
	char folder[PATH_MAX];

	return json_pack("{s:s, s:o, s:o, s:o, s:s}", "command", "macro", "plan",
			 plan__to_json(plan), "macro", macro__to_json(macro), "environment",
			 execute_attach__environment(), "folder",
			 getcwd(folder, sizeof(folder)) ? folder : "/tmp");
}

static int take_reply(json_t *reply, struct run *run)
{
	if (run__from_json(reply, "the answer of the guest", run))
		return -EINVAL;
	run->hyperfine = json_incref(json_object_get(reply, "hyperfine"));
	return json_is_true(json_object_get(reply, "attaches")) ? 0 : -ENOTSUP;
}

static int measure_in_vm(const struct macro *macro, const struct plan *plan,
			 const struct attach_where *where, struct run *run)
{
	struct guest_files files;
	json_t *request, *reply;
	int err = pack_files(&files, macro, where);

	if (!err) {
		request = make_request(macro, plan);
		err = execute_attach__ask(where, &files, request, &reply);
		json_decref(request);
		if (!err) {
			err = take_reply(reply, run);
			json_decref(reply);
		}
	}
	guest_files__close(&files);
	return err;
}

int execute_macro__measure(const struct macro *macro, const struct plan *plan,
			   const struct attach_where *where, struct run *run)
{
	memset(run, 0, sizeof(*run));
	return where->options->kernel ? measure_in_vm(macro, plan, where, run)
				      : measure_here(macro, plan, where, run);
}
