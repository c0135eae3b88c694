// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute_macro.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "bench/execute/prepare_programs.h"
#include "bench/execute/silent_programs.h"
#include "bench/execute/user_target.h"
#include "bench/measure/session.h"
#include "bench/model/run_json.h"
#include "bench/programs/target_file.h"
#include "bench/vm/guest_files.h"
#include "bench/vm/kernel_image.h"

static int measure_here(const struct macro *macro, const struct plan *plan,
			const struct arm_objects *objects, const struct attach_where *where,
			struct run *run)
{
	const struct run_context context = { .stop = interrupt__flag(),
					     .progress = progress__draw,
					     .objects = objects };
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

/* Programs to put into the VM, each a command of one word. */
#define MAX_PROGRAMS 10

struct programs {
	size_t n;
	char names[MAX_PROGRAMS][PATH_MAX];
	char *words[2 * MAX_PROGRAMS];
};

static void programs__add(struct programs *p, const char *name)
{
	snprintf(p->names[p->n], sizeof(p->names[0]), "%s", name);
	p->words[2 * p->n] = p->names[p->n];
	p->words[2 * p->n + 1] = NULL;
	p->n++;
}

/* Adds the first word of a line; words of the shell itself are not programs. */
static void programs__add_of_line(struct programs *p, const char *line)
{
	char name[PATH_MAX];

	if (!line)
		return;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(line, " \t\n;&|<>()'\"$`"), line);
	if (name[0] && guest_files__is_program(name))
		programs__add(p, name);
}

static void programs__find(struct programs *p, const struct macro *macro)
{
	p->n = 0;
	programs__add(p, HYPERFINE);
	programs__add(p, "sh");
	programs__add(p, "/bin/sh"); /* used by popen of the C library */
	if (macro->shell) {
		programs__add(p, macro->shell);
		programs__add_of_line(p, macro->words[0]);
	} else {
		programs__add(p, macro->words[0]);
	}
	programs__add_of_line(p, macro->setup);
	programs__add_of_line(p, macro->prepare);
	programs__add_of_line(p, macro->cleanup);
}

static int take_reply(json_t *reply, struct run *run)
{
	if (run__from_json(json_object_get(reply, "run"), "the reply of the guest", run))
		return -EINVAL;
	/* The guest knows none of it: execute_attach__ask adds what there is. */
	run->snapshot[0] = '\0';
	json_decref(run->vm);
	run->vm = json_incref(json_object_get(reply, "vm"));
	snprintf(run->started, sizeof(run->started), "%s",
		 json_string_value(json_object_get(reply, "started")));
	run->hyperfine = json_incref(json_object_get(reply, "hyperfine"));
	return json_is_true(json_object_get(reply, "attaches")) ? 0 : -ENOTSUP;
}

static int measure_in_vm(const struct macro *macro, const struct plan *plan,
			 const struct arm_objects *objects, const struct attach_where *where,
			 struct run *run)
{
	json_t *request = json_pack("{s:o, s:o}", "plan", plan__to_json(plan), "macro",
				    macro__to_json(macro));
	char *const no_words[] = { NULL };
	struct programs programs;
	struct cmdline line;
	json_t *reply = NULL;
	int err;

	programs__find(&programs, macro);
	line = (struct cmdline){ programs.n, programs.words };
	if (objects->n)
		json_object_set_new(request, "objects", arm_objects__to_json(objects));
	target_file__add_to(request, macro->place);
	err = execute_attach__ask("macro", request, &line, no_words, where,
				  (struct attach_output){ NULL, NULL }, &reply);
	if (!err)
		err = take_reply(reply, run);
	json_decref(reply);
	return err;
}

/* Only programs need the image before the VM does. */
static int find_image(const struct program_files *programs, const struct where *where, char *image,
		      size_t size)
{
	image[0] = '\0';
	return programs->n && where->in_vm ? where__find_image(where, where->kernel, image, size)
					   : 0;
}

/* Whether some backend could be attached, and the command did not hit any. */
static bool has_no_hits(const struct run *run)
{
	bool has_hook = false;

	for (size_t i = 1; i < run->n_capabilities; i++) {
		const struct capability *c = &run->capabilities[i];

		if (c->available && c->command_hits)
			return false;
		has_hook |= c->available;
	}
	return has_hook;
}

static void explain_no_runs(const struct program_facts *facts, const struct guest_arch *arch,
			    const struct cmdline *line)
{
	struct silent_programs silent = { .arch = arch, .line = line };

	for (size_t i = 0; i < facts->n; i++)
		if (facts->v[i].attached)
			silent_programs__explain(&silent, facts->v[i].section, facts->v[i].target);
}

static void explain_no_hits(const struct run *run, const struct macro *macro,
			    const struct where *where)
{
	const struct guest_arch *arch;
	struct cmdline line = { .n = 0 };

	if (!has_no_hits(run) || (!macro->place->file[0] && !run->facts.n) ||
	    user_target__arch(where, &arch) || cmdline__split(macro->words, &line))
		return;
	if (macro->shell)
		line.n = 0;
	if (macro->place->file[0])
		user_target__explain_no_hits(macro->place, arch, &line);
	explain_no_runs(&run->facts, arch, &line);
	cmdline__free(&line);
}

static int measure(const struct macro *macro, const struct plan *plan,
		   const struct program_files *programs, const struct attach_where *where,
		   struct run *run)
{
	struct attach_where with = *where;
	struct plan whole = *plan;
	struct arm_objects objects;
	char image[4096];
	int err = find_image(programs, where->where, image, sizeof(image));

	if (!err)
		err = prepare_programs(programs, image[0] ? image : NULL, &whole, &objects, NULL);
	if (err)
		return err;
	with.objects = &objects;
	with.settings = &whole.settings;
	err = where->where->in_vm ? measure_in_vm(macro, &whole, &objects, &with, run)
				  : measure_here(macro, &whole, &objects, where, run);
	arm_objects__free(&objects);
	return err;
}

int execute_macro__measure(const struct macro *macro, const struct plan *plan,
			   const struct program_files *programs, const struct attach_where *where,
			   struct run *run)
{
	struct attach_where with = *where;
	struct macro placed = *macro;
	struct target place;
	int err;

	memset(run, 0, sizeof(*run));
	err = user_target__find_where(plan->target, where->where, &place);
	if (err)
		return err;
	placed.place = with.place = &place;
	with.target = plan->target;
	err = measure(&placed, plan, programs, &with, run);
	if (!err)
		explain_no_hits(run, &placed, where->where);
	return err;
}
