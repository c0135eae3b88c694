// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/print.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/cells.h"
#include "bench/commands/cells_bundle.h"
#include "bench/commands/commands.h"
#include "bench/commands/programs_workload.h"

enum { OPTION_JSON = 0x200, OPTION_BUNDLE };

struct plan_options {
	struct options options; /* must be first: the groups of options know only this */
	bool json;
	const char *bundle; /* NULL: none is made */
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct plan_options *plan = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		plan->options.takes_product = true;
		plan->options.is_shared = true;
		break;
	case OPTION_JSON: plan->json = true; break;
	case OPTION_BUNDLE: plan->bundle = arg; break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp_option rows[] = {
	{ "json", OPTION_JSON, NULL, 0, "Print the list as JSON, as a folder of cells has it",
	  OPTIONS_OUTPUT },
	{ "bundle", OPTION_BUNDLE, "FILE", 0,
	  "Also write an archive with the kernels, hookbench-guest, the programs and the list, for hookbench run --bundle on machines that cannot fetch kernels",
	  OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp options_own = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_option headings[] = { OPTION_HEADINGS("What is measured:"), { 0 } };

static const struct argp_child children[] = {
	{ &options_cells, 0, NULL, 0 },	  { &options_plans, 0, NULL, 0 },
	{ &options_program, 0, NULL, 0 }, { &options_vms, 0, NULL, 0 },
	{ &options_explain, 0, NULL, 0 }, { &options_own, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	  { 0 },
};

static const struct argp argp = {
	.options = headings,
	.doc = "Lists the cells of a matrix, which is each combination of the options' values on each kernel, without measuring. "
	       "hookbench run with the same options and --shard I/N or --cell ID measures some of them, on any machine, and hookbench merge puts them together. "
	       "An id stands for all that is measured: the content of the image and of the programs, CPU model, arguments and plan.\v"
	       "Exit status: 0 listed; 2 wrong usage, or a kernel could not be found; 75 this machine failed, try again."
	       "\n\nExamples:\n  hookbench plan --kernel 6.12 --kernel 7.3 --payload count,empty\n  hookbench plan --kernel 6.12 --kernel 7.3 --bundle matrix.tar",
	.children = children,
};

static int width_of(const struct cell_list *list, size_t offset, const char *title)
{
	size_t most = strlen(title);

	for (size_t i = 0; i < list->n; i++) {
		size_t length = strlen((const char *)&list->v[i] + offset);

		most = length > most ? length : most;
	}
	return (int)most;
}

static const struct {
	const char *title;
	size_t offset;
} columns[] = {
	{ "id", offsetof(struct cell, id) },
	{ "kernel", offsetof(struct cell, kernel) },
	{ "arch", offsetof(struct cell, arch) },
	{ "cpu-model", offsetof(struct cell, cpu_model) },
	{ "workload", offsetof(struct cell, workload) },
	{ "payload", offsetof(struct cell, payload) },
	{ "programs", offsetof(struct cell, programs) },
	{ "variant", offsetof(struct cell, variant) },
};

#define N_COLUMNS (sizeof(columns) / sizeof(*columns))

/* cell: NULL for the titles. */
static void print_line(const struct cell_list *list, const struct cell *cell)
{
	for (size_t i = 0; i < N_COLUMNS; i++) {
		const char *text = cell ? (const char *)cell + columns[i].offset : columns[i].title;

		print__terminal(
			stdout, "%s%-*s", i ? "  " : "",
			i + 1 < N_COLUMNS ? width_of(list, columns[i].offset, columns[i].title) : 0,
			text[0] ? text : "-");
	}
	putchar('\n');
}

static int print(const struct plan_options *plan, const struct cell_list *list)
{
	json_t *json;
	int err;

	if (!plan->json) {
		print_line(list, NULL);
		for (size_t i = 0; i < list->n; i++)
			print_line(list, &list->v[i]);
		return 0;
	}
	json = cell_list__to_json(list);
	err = json ? print__json(stdout, json, JSON_INDENT(1)) : log__out_of_memory();
	putchar('\n');
	json_decref(json);
	return err;
}

int command_plan(int argc, char **argv)
{
	struct plan_options plan = { .json = false };
	struct cells cells = { .n_kernels = 0 };
	int err;

	options__parse(argc, argv, &argp, &plan.options);
	err = programs_workload__choose(&plan.options, NULL);
	if (!err)
		err = cells__make(&plan.options, &cells);
	if (!err && plan.bundle)
		err = cells_bundle__write(&cells, plan.bundle);
	if (!err)
		err = print(&plan, &cells.list);
	cells__free(&cells);
	return err ? EXIT_NOT_MEASURED : EXIT_OK;
}
