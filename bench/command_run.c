// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>

#include "bench/commands.h"
#include "bench/execute.h"
#include "bench/log.h"
#include "bench/options.h"
#include "bench/store.h"
#include "report/stored.h"
#include "report/summary.h"
#include "report/terminal.h"

static const struct argp_child children[] = {
	{ &options_plan, 0, "What is measured:", 1 },
	{ &options_kernel, 0, "Where:", 2 },
	{ &options_vm, 0, NULL, 2 },
	{ &options_output, 0, "Output:", 3 },
	{ &options_stored, 0, NULL, 3 },
	{ &options_quiet, 0, NULL, 3 },
	{ 0 },
};

static const struct argp argp = {
	.doc = "Measures what each backend costs: on the running kernel, in nanoseconds; or, with "
	       "--kernel, in a VM, by default in exact instructions.\vExit status: 0 measured; 2 "
	       "wrong "
	       "use, or nothing could be measured; 3 measured, but the run is invalid.",
	.children = children,
};

static int store_and_print(struct run *run, const struct options *options)
{
	const char *output = options->output;
	struct summary summary;
	char folder[4096];
	int err;

	summary__make(run, &summary);
	if (options->no_histograms)
		run__drop_histograms(run);
	/* Stored first: whoever reads the table may hang up. */
	if (output)
		err = stored__write(run, &summary, output);
	else
		err = stored__write_new(run, &summary, STORE_DEFAULT, folder, sizeof(folder));
	terminal__print_run(run, &summary, stdout);
	fflush(stdout); /* before what follows on stderr */
	if (err)
		return EXIT_NOT_MEASURED;
	log__info("Stored in %s", output ? output : folder);
	return summary.n_problems ? EXIT_INCONCLUSIVE : EXIT_OK;
}

int command_run(int argc, char **argv)
{
	struct options options;
	struct run run;
	int err, status = EXIT_NOT_MEASURED;

	options__parse(argc, argv, &argp, &options);
	if (store__check_folder(options.output))
		return EXIT_NOT_MEASURED;
	err = execute__measure(&options, &run);
	if (!err)
		status = store_and_print(&run, &options);
	if (err == -ENOTSUP) {
		log__error("nothing could be measured: none of the hooks attaches");
		terminal__print_capabilities(&run, stderr);
	}
	run__free(&run);
	return status;
}
