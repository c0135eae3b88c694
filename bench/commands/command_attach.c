// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/new_file.h"
#include "bench/base/usage_error.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/execute/execute_attach.h"
#include "bench/hook/backends.h"
#include "bench/hook/hook.h"
#include "bench/hook/payload.h"
#include "bench/measure/plan_names.h"
#include "bench/model/target.h"
#include "bench/programs/attach.h"
#include "workloads/workload.h"

enum {
	OPTION_JSON = 0x200,
	OPTION_FETCH,
	OPTION_FETCH_TO,
};

struct attach_options {
	struct options options; /* must be first: the groups of options know only this */
	const struct backend *backend;
	const char *json; /* NULL: not given */
	size_t n_fetched;
	char *fetched[FETCH_MAX + 1]; /* likewise */
	const char *fetch_to;
};

static void parse_backend(struct attach_options *attach, const char *name, struct argp_state *state)
{
	if (attach->backend)
		usage_error(state, "one backend is attached at a time; put the command after --");
	if (plan__set_backends(&attach->options.plan, name))
		exit(argp_err_exit_status);
	attach->backend = backend__find(name);
	if (!attach->backend)
		usage_error(state, "one backend is attached at a time, not \"%s\"", name);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct attach_options *attach = state->input;

	switch (key) {
	case ARGP_KEY_INIT: attach->options.where.accelerator = ACCEL_TCG; break;
	case ARGP_KEY_ARG: parse_backend(attach, arg, state); break;
	case ARGP_KEY_END:
		if (!attach->backend && !attach->options.programs.n)
			usage_error(
				state,
				"name a backend, which hookbench list shows, or a program of your own with --program");
		break;
	case OPTION_JSON: attach->json = arg; break;
	case OPTION_FETCH:
		if (attach->n_fetched == FETCH_MAX)
			usage_error(state, "at most %d files are fetched", FETCH_MAX);
		attach->fetched[attach->n_fetched++] = arg;
		break;
	case OPTION_FETCH_TO: attach->fetch_to = arg; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "json", OPTION_JSON, "FILE", 0, "Write the result as JSON to this file", OPTIONS_OUTPUT },
	{ "fetch", OPTION_FETCH, "FILE", 0,
	  "Copy this file out of the VM after the command, under its base name; may be repeated",
	  OPTIONS_VM },
	{ "fetch-to", OPTION_FETCH_TO, "DIR", 0,
	  "Where --fetch copies files to (default: the current folder)", OPTIONS_VM },
	{ 0 },
};

static const struct argp options_here = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = {
	OPTION_HEADINGS("The hook, and who runs the command:"), { 0 }
};

static const struct argp_child children[] = {
	{ &options_kernel, 0, NULL, 0 }, { &options_payload, 0, NULL, 0 },
	{ &options_target, 0, NULL, 0 }, { &options_user, 0, NULL, 0 },
	{ &options_here, 0, NULL, 0 },	 { &options_program, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },	 { &options_add, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	 { 0 },
};

static const struct argp argp = {
	.options = headings,
	.args_doc = "BACKEND -- COMMAND...\n--program FILE -- COMMAND...",
	.doc = "Runs a command under a hook: attaches, runs the command, detaches, and reports on stderr how often all processes of the machine hit the hook. "
	       "The command runs as the user who called sudo, with the terminal and the signals, and its words are passed unchanged. "
	       "A word && separates commands, which run one after another as long as they succeed. "
	       "With --target FILE:FUNCTION, the backends in user space (uprobe, ...) hook a function of a program or library, whichever process calls it. "
	       "With --program, a program of your own is attached; its hits are the runs that the kernel counts, for which BPF statistics are on while the command runs. "
	       "If hookbench is killed, the hook goes away and the command gets SIGTERM.\n\n"
	       "With --kernel, the command runs as root in a VM (default: --accel tcg). "
	       "Its file system has the command, its libraries, /tmp and the files given with --add.\v"
	       "Exit status: that of the command, or 128 plus the number of the signal that killed it; 126 if it cannot be executed; 127 if it is not found; 2 for wrong usage, or if the hook cannot be attached, in which case the command is not run."
	       "\n\nExamples:\n  hookbench attach fentry --kernel 6.12 -- ls -l\n  hookbench attach --program mine.bpf.c -- make",
	.children = children,
};

/* What does not go with a user's program; NULL if all does. */
static const char *check_program(const struct attach_options *attach)
{
	const struct options *options = &attach->options;

	if (!options->programs.n)
		return NULL;
	if (attach->backend)
		return "a backend or a program of your own is attached, not both: remove either";
	if (options->programs.n > 1)
		return "one program is attached at a time: give --program once";
	if (strcmp(options->plan.payload, payloads[0].name) != 0)
		return "--payload is for backends: a program does what it does";
	if (options->plan.target[0] || options->has_workload)
		return "--target and --workload are for backends: a program's sections say where it is attached, and --retarget changes that";
	return NULL;
}

/* Whether backend and target are both of the kernel, or both in user space. */
static const char *check_target(const struct attach_options *attach)
{
	bool is_in_file = target__is_in_file(attach->options.plan.target);

	if (!attach->backend || !backend__is_hook(attach->backend))
		return NULL;
	if (attach->backend->needs_probe)
		return "this backend hooks probes of hookbench's own, which only run passes: --program with a section usdt/FILE:PROVIDER:NAME hooks others";
	if (attach->backend->is_user && !is_in_file)
		return "this backend hooks functions in user space: name one with --target FILE:FUNCTION, as in libc.so.6:malloc";
	if (!attach->backend->is_user && is_in_file)
		return "this backend hooks the kernel: FILE:FUNCTION needs uprobe, uretprobe, uprobe.multi, uretprobe.multi or uprobe.session";
	return NULL;
}

static void check(const struct attach_options *attach)
{
	const char *why = check_program(attach);

	if (!why)
		why = check_target(attach);

	if (attach->options.where.in_vm && attach->options.user)
		why = "--user is for the running kernel: in a VM, the command runs as root";
	if (!attach->options.where.in_vm && (attach->options.n_added || attach->n_fetched))
		why = "--add and --fetch need a VM: name its kernel with --kernel";
	if (attach->fetch_to && !attach->n_fetched)
		why = "--fetch-to needs a file to copy: name it with --fetch";
	if (why)
		log__error("%s", why);
	if (why || (attach->json && new_file__check(attach->json)))
		exit(argp_err_exit_status);
}

static int report(const struct attach_options *attach, const struct fetched_files *fetch,
		  json_t *document)
{
	int status = attach__status(document);
	bool is_written = true;

	attach__print(document);
	if (attach->options.where.in_vm && status == STATUS_NOT_FOUND)
		log__info("If the VM lacks this program, add it with --add NAME.");
	/* A command that failed need not have made its files. */
	if (attach->n_fetched && fetched_files__write(fetch, json_object_get(document, "fetched")))
		is_written = status != EXIT_OK;
	if (attach->json && attach__write(document, attach->json))
		is_written = false;
	return is_written ? status : EXIT_NOT_MEASURED;
}

int command_attach(int argc, char **argv)
{
	struct attach_options attach = { 0 };
	int n = options__count_own(argc, argv), status, err;
	struct attach_where where;
	struct attach_plan plan;
	struct program_request program;
	struct fetched_files fetch;
	json_t *document;

	options__parse(n, argv, &argp, &attach.options);
	check(&attach);
	if (fetched_files__open(&fetch, attach.fetched, attach.fetch_to ? attach.fetch_to : "."))
		return EXIT_NOT_MEASURED;
	where = (struct attach_where){
		.where = &attach.options.where,
		.user = attach.options.user,
		.added = attach.options.added,
		.fetch = &fetch,
	};
	plan = (struct attach_plan){ attach.backend, payload__find(attach.options.plan.payload),
				     workload__find(attach.options.plan.workload),
				     attach.options.plan.target, NULL };
	program =
		(struct program_request){ &attach.options.programs, &attach.options.plan.settings };
	err = execute_attach__run(&plan, &program, argv + n + (n < argc), &where, &document);
	if (err == -ENOENT)
		return STATUS_NOT_FOUND;
	if (err == -EACCES)
		return STATUS_NOT_EXECUTABLE;
	if (err)
		return EXIT_NOT_MEASURED;
	status = report(&attach, &fetch, document);
	fetched_files__close(&fetch);
	json_decref(document);
	return status;
}
