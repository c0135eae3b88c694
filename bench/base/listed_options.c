// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/listed_options.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/help_form.h"
#include "bench/base/log.h"
#include "bench/base/option_rows.h"
#include "bench/base/similar_names.h"
#include "bench/base/table.h"
#include "bench/base/usage_error.h"

#define KEY_USAGE 1000
#define KEY_HELP  1001

static error_t parse_help(int key, char *arg, struct argp_state *state)
{
	const struct help_form *form;

	switch (key) {
	case '?':
	case 'h':
	case KEY_HELP:
		if (!arg)
			argp_state_help(state, state->out_stream, ARGP_HELP_STD_HELP);
		form = table__find(help_forms, sizeof(*help_forms), arg);
		if (form) {
			form->print(state->root_argp, state->name, stdout);
			exit(0);
		}
		usage_error(state, "--help takes man or words, not \"%s\"", arg);
		break;
	case KEY_USAGE:
		argp_state_help(state, state->out_stream, ARGP_HELP_USAGE | ARGP_HELP_EXIT_OK);
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option help_options[] = {
	{ "help", KEY_HELP, "FORM", OPTION_ARG_OPTIONAL,
	  "Give this help list; or, as a manual page, man, or for completion, words", -1 },
	/* Not as its short form: argp would add a note on arguments. */
	{ NULL, 'h', NULL, OPTION_HIDDEN, NULL, -1 },
	{ NULL, '?', NULL, OPTION_HIDDEN, NULL, -1 },
	{ "usage", KEY_USAGE, NULL, 0, "Give a short usage message", 0 },
	{ .name = NULL },
};

static const struct argp help = { .options = help_options, .parser = parse_help };

/* ---- options that are unknown ---- */

/* The row of a long option, by its name or the beginning of it, or of a short one: name is NULL. */
static const struct argp_option *find(const struct option_rows *rows, const char *name,
				      size_t length, int key)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct argp_option *row = rows->v[i].option;

		if (name ? row->name && !strncmp(row->name, name, length) : row->key == key)
			return row;
	}
	return NULL;
}

__attribute__((noreturn)) static void refuse(const struct option_rows *rows, const char *program,
					     const char *name, size_t length)
{
	char word[SIMILAR_NAMES_SIZE], known[SIMILAR_NAMES_SIZE], question[160];
	struct similar_names near;

	snprintf(word, sizeof(word), "--%.*s", (int)length, name);
	similar_names__start(&near, word);
	for (size_t i = 0; i < rows->n; i++)
		if (rows->v[i].option->name) {
			snprintf(known, sizeof(known), "--%s", rows->v[i].option->name);
			similar_names__offer(&near, known);
		}
	similar_names__ask(&near, question, sizeof(question));
	log__error("unknown option %s%s; %s --help lists them", word, question, program);
	exit(argp_err_exit_status);
}

/* Whether the word after this one belongs to it: `-o DIR`, `-qo DIR`. */
static bool short_ones_take_next(const struct option_rows *rows, const char *letters)
{
	for (; *letters; letters++) {
		const struct argp_option *row = find(rows, NULL, 0, (unsigned char)*letters);

		if (row && row->arg)
			return !letters[1] && !(row->flags & OPTION_ARG_OPTIONAL);
	}
	return false;
}

/* getopt would say no more than that it does not know the option. */
static void check_names(const struct argp *argp, int argc, char **argv)
{
	struct option_rows rows;

	option_rows__collect(argp, &rows);
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *name = argv[i] + 2;
		size_t length = strcspn(name, "=");
		const struct argp_option *row;

		if (argv[i][0] != '-' || !argv[i][1])
			continue;
		if (argv[i][1] != '-') {
			i += short_ones_take_next(&rows, argv[i] + 1);
			continue;
		}
		row = find(&rows, name, length, 0);
		if (!row)
			refuse(&rows, argv[0], name, length);
		i += row->arg && !(row->flags & OPTION_ARG_OPTIONAL) && !name[length];
	}
}

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
	check_names(&whole, argc, argv);
	argp_parse(&whole, argc, argv, ARGP_NO_HELP, NULL, input);
	free(groups);
}
