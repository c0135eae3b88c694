// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/print.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/execute/execute.h"
#include "bench/hook/backends.h"
#include "bench/hook/payload.h"
#include "bench/measure/plan_names.h"
#include "report/tables/capabilities_print.h"
#include "report/tables/terminal_text.h"
#include "workloads/workload.h"

enum { OPTION_LONG = 0x200 };

struct list_options {
	struct options options; /* must be first: the groups of options know only this */
	bool is_long;
};

static const struct argp_option headings[] = { OPTION_HEADINGS("What is tried:"), { 0 } };

static error_t parse(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	if (key != OPTION_LONG)
		return ARGP_ERR_UNKNOWN;
	((struct list_options *)state->input)->is_long = true;
	return 0;
}

static const struct argp_option rows[] = {
	{ "long", OPTION_LONG, NULL, 0, "A line for each, which says what it is", OPTIONS_OUTPUT },
	{ 0 },
};

static const struct argp options_list = { rows, parse, NULL, NULL, NULL, NULL, NULL };

static const struct argp_child children[] = {
	{ &options_kernel, 0, NULL, 0 },
	{ &options_backends, 0, NULL, 0 },
	{ &options_program, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },
	{ &options_list, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },
	{ 0 },
};

static const struct argp argp = {
	.options = headings,
	.doc = "Lists the backends, workloads and payloads, and tries the backends (all, or those of --backends) on the running kernel or on the one named by --kernel.\v"
	       "Exit status: 0 if a run with the same options can use all its backends; 2 if not."
	       "\n\nExamples:\n  hookbench list --long\n  hookbench list --kernel 5.10",
	.children = children,
};

/* Rows of all tables begin with a name and a help text. */
static const char *const *texts_of(const char *row)
{
	return (const char *const *)row;
}

static void print_lines(const char *title, const void *table, size_t row_size)
{
	char line[512];

	print__terminal(stdout, "%s:\n", title);
	for (const char *row = table; texts_of(row)[0]; row += row_size) {
		snprintf(line, sizeof(line), "%-16s %s", texts_of(row)[0], texts_of(row)[1]);
		terminal_text__row(line, 2, 19, stdout);
	}
	putchar('\n');
}

static void print_names(const char *title, const void *table, size_t row_size)
{
	char text[4096];
	size_t n = (size_t)snprintf(text, sizeof(text), "%s:", title);

	for (const char *row = table; texts_of(row)[0] && n < sizeof(text); row += row_size)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s %s",
				      row != (const char *)table ? "," : "", texts_of(row)[0]);
	terminal_text__hang(text, 0, 2, stdout);
}

static void print_tables(bool is_long)
{
	void (*print)(const char *title, const void *table, size_t row_size) =
		is_long ? print_lines : print_names;

	if (is_long)
		print("Backends", backends, sizeof(*backends));
	print("Workloads", workloads, sizeof(*workloads));
	print("Payloads", payloads, sizeof(*payloads));
	if (!is_long)
		puts("--long says what each of them is.\n");
	fflush(stdout);
}

/* Whether a run of this plan could use everything that the plan names. */
static bool can_all(const struct run *run, const struct plan *plan)
{
	for (size_t i = 0; i < run->n_capabilities; i++)
		if (!run->capabilities[i].available &&
		    plan__has_backend(plan, run->capabilities[i].backend))
			return false;
	return true;
}

int command_list(int argc, char **argv)
{
	struct list_options list = { .is_long = false };
	struct options *options = &list.options;
	int err, status = EXIT_NOT_MEASURED;
	struct plan wanted;
	struct run run;

	options__parse(argc, argv, &argp, options);
	wanted = options->plan;
	if (!options->backends)
		plan__set_backends(&options->plan, "all");
	print_tables(list.is_long);
	err = execute__probe(&(struct job){ &options->plan, &options->where, EXPLAIN_NOTHING, NULL,
					    &options->programs, NULL },
			     &run);
	if (!err) {
		/* Who names backends wants to know of each. */
		capabilities_print(&run, !list.is_long && !options->backends, stdout);
		status = can_all(&run, &wanted) ? EXIT_OK : EXIT_NOT_MEASURED;
	}
	run__free(&run);
	return status;
}
