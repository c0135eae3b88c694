// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/log.h"
#include "bench/cli/options_parse.h"
#include "bench/commands/commands.h"
#include "bench/execute/execute.h"

static const struct argp_option headings[] = {
	OPTION_HEADING_WHERE, OPTION_HEADING_VM, OPTION_HEADING_OUTPUT, { 0 }
};

static const struct argp_child children[] = {
	{ &options_kernel, 0, NULL, 0 },
	{ &options_vm, 0, NULL, 0 },
	{ &options_quiet, 0, NULL, 0 },
	{ 0 },
};

static const struct argp argp = {
	.options = headings,
	.doc = "Boots a kernel in a VM and powers it off, without measuring: it shows whether an image works, and how much of a run's time is the boot.\v"
	       "Examples:\n  hookbench boot --kernel ./bzImage\n  hookbench boot --kernel 6.12 --memory 1024",
	.children = children,
};

int command_boot(int argc, char **argv)
{
	struct options options;

	options__parse(argc, argv, &argp, &options);
	if (!options.where.kernel) {
		log__error("boot needs a kernel: name it with --kernel");
		return EXIT_NOT_MEASURED;
	}
	return execute__boot(&(struct job){ &options.plan, &options.where, EXPLAIN_NOTHING, NULL,
					    NULL, NULL })
		       ? EXIT_NOT_MEASURED
		       : EXIT_OK;
}
