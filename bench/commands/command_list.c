// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>
#include <string.h>

#include "bench/base/print.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/execute/execute.h"
#include "bench/hook/backends.h"
#include "bench/hook/payload.h"
#include "bench/measure/plan_names.h"
#include "report/tables/terminal.h"
#include "workloads/workload.h"

static const struct argp_option headings[] = { OPTION_HEADINGS("What is tried:"), { 0 } };

static const struct argp_child children[] = {
	{ &options_kernel, 0, NULL, 0 },  { &options_backends, 0, NULL, 0 },
	{ &options_program, 0, NULL, 0 }, { &options_vm, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },	  { 0 },
};

static const struct argp argp = {
	.options = headings,
	.doc = "Lists the backends, workloads and payloads, and tries the backends (all, or those of --backends) on the running kernel or on the one named by --kernel.\v"
	       "Exit status: 0 if a run with the same options can use all its backends; 2 if not."
	       "\n\nExamples:\n  hookbench list\n  hookbench list --kernel 5.10 --backends all",
	.children = children,
};

static void print_table(const char *title, const void *table, size_t row_size)
{
	print__terminal(stdout, "%s:\n", title);
	/* Rows of all tables begin with a name and a help text. */
	for (const char *row = table; *(const char *const *)row; row += row_size)
		print__terminal(stdout, "  %-16s %s\n", ((const char *const *)row)[0],
				((const char *const *)row)[1]);
	putchar('\n');
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
	int err, status = EXIT_NOT_MEASURED;
	struct options options;
	struct plan wanted;
	struct run run;

	options__parse(argc, argv, &argp, &options);
	wanted = options.plan;
	if (!options.backends)
		plan__set_backends(&options.plan, "all");
	print_table("Backends", backends, sizeof(*backends));
	print_table("Workloads", workloads, sizeof(*workloads));
	print_table("Payloads", payloads, sizeof(*payloads));
	fflush(stdout);
	err = execute__probe(&(struct job){ &options.plan, &options.where, EXPLAIN_NOTHING, NULL,
					    &options.programs, NULL },
			     &run);
	if (!err) {
		terminal__print_capabilities(&run, stdout);
		status = can_all(&run, &wanted) ? EXIT_OK : EXIT_NOT_MEASURED;
	}
	run__free(&run);
	return status;
}
