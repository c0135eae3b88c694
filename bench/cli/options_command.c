// SPDX-License-Identifier: GPL-2.0-or-later
/* Options of the commands that run another command under a hook: attach, macro, trace. */
#include <stdlib.h>

#include "bench/base/usage_error.h"
#include "bench/cli/option_values.h"
#include "bench/cli/options.h"
#include "bench/measure/plan_names.h"

enum {
	OPTION_PAYLOAD = 0x300,
	OPTION_USER,
	OPTION_ADD,
};

static void add_path(struct options *options, char *path, struct argp_state *state)
{
	if (options->n_added == OPTIONS_MAX_ADDED)
		usage_error(state, "at most %d files and folders are added", OPTIONS_MAX_ADDED);
	options->added[options->n_added++] = path;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case OPTION_PAYLOAD:
		if (plan__set_payload(&options->plan, arg))
			exit(argp_err_exit_status);
		break;
	case OPTION_USER: options->user = arg; break;
	case OPTION_ADD: add_path(options, arg, state); break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option payload_rows[] = {
	{ "payload", OPTION_PAYLOAD, "NAME", 0,
	  "What the program does at each hit (default: count)", OPTIONS_WHAT },
	{ 0 },
};

static const struct argp_option user_rows[] = {
	{ "user", OPTION_USER, "NAME", 0,
	  "Run the command as this user (default: the user who called sudo, else the caller)",
	  OPTIONS_WHAT },
	{ 0 },
};

static const struct argp_option add_rows[] = {
	{ "add", OPTION_ADD, "PATH", 0,
	  "Put this file, program or folder into the VM, at the same path; may be repeated",
	  OPTIONS_VM },
	{ 0 },
};

const struct argp options_payload = { payload_rows, parse, NULL, NULL, NULL, NULL, NULL };
const struct argp options_user = { user_rows, parse, NULL, NULL, NULL, NULL, NULL };
const struct argp options_add = { add_rows, parse, NULL, NULL, NULL, NULL, NULL };
