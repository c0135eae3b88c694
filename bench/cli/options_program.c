// SPDX-License-Identifier: GPL-2.0-or-later
/* Options for the user's own BPF programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options.h"
#include "bench/hook/backends.h"
#include "bench/objects/program_object.h"

enum {
	OPTION_PROGRAM = 0x500,
	OPTION_ONLY,
	OPTION_RETARGET,
	OPTION_SET,
	OPTION_CFLAGS,
	OPTION_VERBOSE,
};

#define MAX_COPIES 99 /* of a name */

static bool is_taken(const struct program_files *files, const char *arm)
{
	for (size_t i = 0; i < files->n; i++)
		if (!strcmp(files->v[i].arm, arm))
			return true;
	return backend__find(arm) != NULL;
}

/* Two versions of a program have the same name: NAME and NAME-2. */
static void choose_arm(const struct program_files *files, const char *name, char arm[NAME_SIZE])
{
	/* With its number, it still is not too long for its twin's name. */
	int length = PROGRAM_NAME_MOST - (int)sizeof("-99") + 1;

	snprintf(arm, NAME_SIZE, "%s", name);
	for (unsigned int copy = 2; is_taken(files, arm) && copy <= MAX_COPIES; copy++)
		snprintf(arm, NAME_SIZE, "%.*s-%u", length, name, copy);
}

void options__add_program(struct argp_state *state, struct program_files *files, const char *path)
{
	struct program_file *file = &files->v[files->n];
	char name[NAME_SIZE];

	if (files->n == PLAN_MAX_PROGRAMS)
		usage_error(state, "at most %d programs are measured in a run", PLAN_MAX_PROGRAMS);
	if (!path[0])
		usage_error(state, "--program takes a file");
	program_object__name(path, name);
	choose_arm(files, name, file->arm);
	file->path = path;
	files->n++;
}

/* Appends to a comma list: the option may be repeated. */
static void add_setting(struct argp_state *state, const char *option, const char *arg,
			char list[PLAN_SETTING_SIZE])
{
	size_t length = strlen(list);

	if (!arg[0])
		usage_error(state, "--%s takes a value", option);
	if (length + 1 + strlen(arg) >= PLAN_SETTING_SIZE)
		usage_error(state, "--%s: all values together are too long", option);
	snprintf(list + length, PLAN_SETTING_SIZE - length, "%s%s", length ? "," : "", arg);
}

static void add_pair(struct argp_state *state, const char *option, const char *arg,
		     const char *form, char list[PLAN_SETTING_SIZE])
{
	const char *sign = strchr(arg, '=');

	if (!sign || sign == arg || !sign[1])
		usage_error(state, "--%s takes %s, not \"%s\"", option, form, arg);
	add_setting(state, option, arg, list);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;
	struct plan_settings *settings = &options->plan.settings;

	switch (key) {
	case OPTION_PROGRAM: options__add_program(state, &options->programs, arg); break;
	case OPTION_ONLY: add_setting(state, "only", arg, settings->only); break;
	case OPTION_RETARGET:
		add_pair(state, "retarget", arg, "OLD=NEW", settings->retarget);
		break;
	case OPTION_SET: add_pair(state, "set", arg, "NAME=VALUE", settings->set); break;
	case OPTION_CFLAGS: options->programs.cflags = arg; break;
	case OPTION_VERBOSE: options->programs.verbose = true; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

#define SETTING_ROWS                                                                              \
	{ "only",                                                                                 \
	  OPTION_ONLY,                                                                            \
	  "LIST",                                                                                 \
	  0,                                                                                      \
	  "Attach only these of the file's programs (default: all that can be attached)",         \
	  OPTIONS_PROGRAM },                                                                      \
		{ "retarget",                                                                     \
		  OPTION_RETARGET,                                                                \
		  "OLD=NEW",                                                                      \
		  0,                                                                              \
		  "Attach the programs for the function OLD to NEW instead; may be repeated",     \
		  OPTIONS_PROGRAM },                                                              \
		{ "set",                                                                          \
		  OPTION_SET,                                                                     \
		  "NAME=VALUE",                                                                   \
		  0,                                                                              \
		  "Set this global variable before loading; may be repeated",                     \
		  OPTIONS_PROGRAM },                                                              \
		{ "cflags", OPTION_CFLAGS, "FLAGS", 0, "More flags for clang", OPTIONS_PROGRAM }, \
		{ "verbose",                                                                      \
		  OPTION_VERBOSE,                                                                 \
		  NULL,                                                                           \
		  0,                                                                              \
		  "If the verifier refuses a program, show its whole log, not only the end",      \
		  OPTIONS_PROGRAM },                                                              \
	{                                                                                         \
		0                                                                                 \
	}

static const struct argp_option rows[] = {
	{ "program", OPTION_PROGRAM, "FILE", 0,
	  "Your own BPF program: a .bpf.c source, a BPF object, or a package.json of eunomia; may be repeated",
	  OPTIONS_PROGRAM },
	SETTING_ROWS
};

static const struct argp_option setting_rows[] = { SETTING_ROWS };

const struct argp options_program = { rows, parse, NULL, NULL, NULL, NULL, NULL };
const struct argp options_settings = { setting_rows, parse, NULL, NULL, NULL, NULL, NULL };
