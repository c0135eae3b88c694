// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/execute_attach.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bench/base/interrupt.h"
#include "bench/base/json_value.h"
#include "bench/execute/kernel_target.h"
#include "bench/execute/kvm_fallback.h"
#include "bench/execute/script_commands.h"
#include "bench/execute/section_files.h"
#include "bench/execute/silent_programs.h"
#include "bench/execute/user_target.h"
#include "bench/model/run.h"
#include "bench/vm/boot_kernel.h"
#include "bench/vm/vm.h"

/* ---- here ---- */

static int run_here(const struct attach_plan *plan, const struct cmdline *line,
		    const struct attach_where *where, json_t **document)
{
	struct user user;
	struct command_setup setup = { .user = &user };
	int err = user__find(where->user, &user);

	if (err)
		return err;
	err = attach__run(plan, line, &setup, document);
	user__free(&user);
	return err;
}

/* ---- in a VM ---- */

static void write_output(enum wire_stream from, const void *data, size_t size, void *context)
{
	FILE *stream = from == WIRE_STDOUT ? stdout : stderr;

	(void)context;
	/* The others are a trace's, and no output of the command. */
	if (from != WIRE_STDOUT && from != WIRE_STDERR)
		return;
	progress__clear();
	/* main checks stdout for errors at the end. */
	fwrite(data, 1, size, stream);
	fflush(stream);
}

/* A word of a script, if it is a program. */
static int add_if_program(const char *word, void *context)
{
	return guest_files__is_program(word) && guest_files__add_program(context, word) ? -EINVAL
											: 0;
}

static int pack_command(struct guest_files *files, char *const *command)
{
	const char *script = script_commands__of(command);
	int err = guest_files__add_program(files, command[0]);

	return err || !script ? err : script_commands__each(script, add_if_program, files);
}

static int pack_files(struct guest_files *files, const struct guest_arch *arch,
		      const struct cmdline *line, const struct attach_where *where)
{
	char **command = line->words;
	int err = guest_files__open(files, arch);

	for (size_t i = 0; i < line->n && !err; i++) {
		if (i)
			command = cmdline__next(command);
		err = pack_command(files, command);
	}
	if (!err && where->place && where->place->file[0])
		err = guest_files__add(files, where->place->file) ? -EINVAL : 0;
	if (!err && where->objects)
		err = section_files__add(where->objects, where->settings, files) ? -EINVAL : 0;
	for (char *const *path = where->added; *path && !err; path++)
		err = guest_files__add(files, *path) ? -EINVAL : 0;
	return err;
}

/*
 * Variables that a command in the guest can rely on; the rest of the environment describes this
 * machine.
 */
static json_t *pack_environment(void)
{
	static const char *const names[] = { "PATH",  "HOME", "USER", "LOGNAME",
					     "SHELL", "TERM", "TZ" };
	char *list[sizeof(names) / sizeof(*names) + 1] = { NULL };
	json_t *packed;
	size_t n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);

		if (value && asprintf(&list[n], "%s=%s", names[i], value) >= 0)
			n++;
	}
	list[n] = NULL;
	packed = strings__pack(list);
	while (n)
		free(list[--n]);
	return packed;
}

/* Adds what the guest needs to know about a command. */
static void add_command(json_t *request, char *const *words)
{
	char folder[PATH_MAX];

	json_object_set_new(request, "words", strings__pack(words));
	json_object_set_new(request, "environment", pack_environment());
	/* A path that is not UTF-8 cannot be sent. */
	if (!getcwd(folder, sizeof(folder)) ||
	    json_object_set_new(request, "folder", json_string(folder)))
		json_object_set_new(request, "folder", json_string("/tmp"));
}

struct question {
	const char *name;
	json_t *fields, **reply;
};

/* A vm_attempt. */
static int ask(struct vm *vm, void *context)
{
	const struct question *q = context;
	char started[RUN_TIME_SIZE]; /* by this machine's clock: the guest's may differ */
	int err;

	run__format_time(time(NULL), started);
	err = vm__run(vm, q->name, json_incref(q->fields), q->reply);
	if (err)
		return err;
	err = -(int)json_integer_value(json_object_get(*q->reply, "error"));
	if (err) {
		json_decref(*q->reply);
		*q->reply = NULL;
		return err;
	}
	json_object_set_new(*q->reply, "started", json_string(started));
	json_object_set_new(*q->reply, "vm", vm__describe(vm));
	return 0;
}

int execute_attach__ask(const char *name, json_t *request, const struct cmdline *line,
			char *const *words, const struct attach_where *where,
			struct attach_output output, json_t **reply)
{
	const struct where *vm_where = where->where;
	struct question question = { name, request, reply };
	struct guest_files files;
	char image[4096];
	struct vm vm = {
		.image = image,
		.accelerator = vm_where->accelerator,
		.cpu_model = vm_where->cpu_model,
		.append = vm_where->append,
		.cpus = 1,
		.timeout_s = vm_where->timeout_s,
		.time_limit_s = vm_where->time_limit_s,
		.files = &files,
		.output = output.take,
		.output_context = output.context,
		.fetch = where->fetch,
		.stop = interrupt__flag(),
		.progress = where->progress,
	};
	int err = where__find_image(vm_where, vm_where->kernel, image, sizeof(image));

	if (where->target)
		kernel_target__look_for(&vm, where->target);
	if (!err)
		err = boot_kernel__arch(image, &vm.arch);
	if (err) {
		json_decref(request);
		return err == -EINTR ? err : -EINVAL; /* not one of the command */
	}
	err = pack_files(&files, vm.arch, line, where);
	if (!err) {
		add_command(request, words);
		vm.memory_mib = vm_where->memory_mib ? vm_where->memory_mib
						     : guest_files__memory_mib(&files);
		progress__draw(&(struct progress){ .backend = NULL }, NULL);
		err = kvm_fallback__run(&vm, ACCEL_TCG, ask, &question);
		progress__clear();
		if (err == -ENOENT || err == -EACCES)
			err = -EINVAL; /* of something other than the command */
	}
	json_decref(request);
	guest_files__close(&files);
	return err;
}

static int run_in_vm(const struct attach_plan *plan, const struct cmdline *line, char *const *words,
		     const struct attach_where *where, json_t **document)
{
	char *const none[] = { NULL };
	json_t *request = attach_plan__to_json(plan);

	json_object_set_new(request, "fetch",
			    strings__pack(where->fetch ? where->fetch->paths : none));
	/* The command then starts at the same phase of the tick, whatever the hook. */
	json_object_set_new(request, "exact", json_boolean(where__is_exact(where->where)));
	return execute_attach__ask("attach", request, line, words, where,
				   (struct attach_output){ write_output, NULL }, document);
}

/* ---- where ---- */

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void explain_no_runs(const json_t *programs, const struct guest_arch *arch,
			    const struct cmdline *line)
{
	struct silent_programs silent = { .arch = arch, .line = line };
	json_t *program;
	size_t i;

	json_array_foreach ((json_t *)programs, i, program)
		if (json_is_true(json_object_get(program, "attached")))
			silent_programs__explain(&silent, text_of(program, "section"),
						 text_of(program, "target"));
}

static void explain_no_hits(const struct attach_plan *plan, const struct cmdline *line,
			    const struct where *where, const json_t *document)
{
	const json_t *hook = json_object_get(document, "hook"),
		     *hits = json_object_get(hook, "hits"),
		     *programs = json_object_get(hook, "programs");
	const struct guest_arch *arch;

	if (!json_is_integer(hits) || json_integer_value(hits) ||
	    (!plan->place->file[0] && !json_array_size(programs)) ||
	    user_target__arch(where, &arch))
		return;
	if (plan->place->file[0])
		user_target__explain_no_hits(plan->place, arch, line);
	else
		explain_no_runs(programs, arch, line);
}

static int run(const struct attach_plan *plan, char *const *words, const struct attach_where *where,
	       json_t **document)
{
	struct cmdline line;
	char started[RUN_TIME_SIZE];
	int err = cmdline__split(words, &line);

	if (err)
		return err;
	if (where->where->in_vm) {
		err = run_in_vm(plan, &line, words, where, document);
	} else {
		run__format_time(time(NULL), started);
		err = run_here(plan, &line, where, document);
		if (!err) {
			json_object_set_new(*document, "started", json_string(started));
			json_object_set_new(*document, "vm", json_null());
		}
	}
	if (!err)
		explain_no_hits(plan, &line, where->where, *document);
	cmdline__free(&line);
	return err;
}

int execute_attach__run(const struct attach_plan *plan, const struct program_request *request,
			char *const *words, const struct attach_where *where, json_t **document)
{
	struct attach_where with = *where;
	struct attach_plan opened = *plan;
	struct program_arm program;
	struct target place;
	int err = user_target__find_where(plan->target, where->where, &place);

	*document = NULL;
	if (!err)
		err = open_program(request, where->where, &program, &opened.backend);
	if (err)
		return err;
	opened.place = with.place = &place;
	with.target = plan->target;
	with.objects = &program.objects;
	with.settings = request->settings;
	err = run(&opened, words, &with, document);
	program_arm__close(&program);
	return err;
}
