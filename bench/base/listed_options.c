// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/listed_options.h"

#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

#define KEY_USAGE 1000

static error_t parse_help(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	switch (key) {
	case '?': argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP); break;
	case KEY_USAGE:
		argp_state_help(state, state->out_stream, ARGP_HELP_USAGE | ARGP_HELP_EXIT_OK);
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option help_options[] = {
	{ "help", '?', NULL, 0, "Give this help list", -1 },
	{ "usage", KEY_USAGE, NULL, 0, "Give a short usage message", 0 },
	{ .name = NULL },
};

static const struct argp help = { .options = help_options, .parser = parse_help };

void listed_options__parse(const struct argp *argp, int argc, char **argv, void *input)
{
	struct argp_child *groups;
	struct argp whole = *argp;
	size_t n = 0;

	while (argp->children && argp->children[n].argp)
		n++;
	groups = calloc(n + 2, sizeof(*groups));
	if (!groups) {
		log__out_of_memory();
		exit(argp_err_exit_status);
	}
	if (n)
		memcpy(groups, argp->children, n * sizeof(*groups));
	groups[n] = (struct argp_child){ .argp = &help, .group = -1 };
	whole.children = groups;
	argp_parse(&whole, argc, argv, ARGP_NO_HELP, NULL, input);
	free(groups);
}
