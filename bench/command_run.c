// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>

#include "bench/commands.h"
#include "bench/doctor.h"
#include "bench/execute.h"
#include "bench/log.h"
#include "bench/options.h"
#include "bench/store.h"
#include "report/precision.h"
#include "report/report.h"
#include "report/stored.h"
#include "report/summary.h"
#include "report/terminal.h"

static const struct argp_child children[] = {
	{ &options_plan, 0, "What is measured:", 1 },
	{ &options_kernel, 0, "Where:", 2 },
	{ &options_vm, 0, NULL, 2 },
	{ &options_explain, 0, NULL, 2 },
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

/* What was asked for and could not be had. */
static bool is_as_wanted(const struct run *run)
{
	if (precision__is_reached(run))
		return true;
	log__warning("%u rounds within %u s were not enough for a precision of %s: give more time "
		     "with --max-time, or ask for less",
		     run__count_rounds(run), run->plan.max_time_s, run->plan.precision);
	return false;
}

/* output: NULL for a new folder below the default one. */
static int store_and_print(struct run *run, const struct options *options, const char *output,
			   struct summary *summary)
{
	char folder[4096];
	int err;

	summary__make(run, summary);
	if (options->no_histograms)
		run__drop_histograms(run);
	/* Stored first: whoever reads the table may hang up. */
	if (output)
		err = stored__write(run, summary, output);
	else
		err = stored__write_new(run, summary, STORE_DEFAULT, folder, sizeof(folder));
	terminal__print_run(run, summary, stdout);
	fflush(stdout); /* before what follows on stderr */
	if (err)
		return EXIT_NOT_MEASURED;
	if (!output)
		output = folder;
	log__info("Stored in %s", output);
	if (options->report && options->n_threads <= 1)
		report__make((char *[]){ (char *)output }, 1, NULL);
	return is_as_wanted(run) && !summary->n_problems ? EXIT_OK : EXIT_INCONCLUSIVE;
}

/* On the running kernel: of a guest, others decide what disturbs it. */
static json_t *warnings_here(const struct options *options)
{
	json_t *warnings;

	if (options->in_vm)
		return NULL;
	warnings = doctor__list_warnings(&(struct machine){ .root = "" });
	if (!options->quiet)
		doctor__warn(warnings);
	return warnings;
}

static int measure(const struct options *options, const char *output, const json_t *warnings,
		   struct summary *summary)
{
	struct run run;
	int status = EXIT_NOT_MEASURED, err;

	err = execute__measure(options, precision__is_enough, &run);
	if (!err && warnings)
		json_object_set(run.environment, "warnings", (json_t *)warnings);
	if (!err)
		status = store_and_print(&run, options, output, summary);
	if (err == -ENOTSUP) {
		log__error("nothing could be measured: none of the hooks attaches");
		terminal__print_capabilities(&run, stderr);
	}
	run__free(&run);
	return status;
}

/* Before the first run: the last may ask for more than there is. In a VM, there is what is asked
 * for. */
static int check_threads(const struct options *options)
{
	struct plan plan = options->plan;
	int err = 0;

	for (size_t i = 0; i < options->n_threads && !options->in_vm && !err; i++) {
		plan.threads = options->threads[i];
		err = run__check_cpus(&plan);
	}
	return err;
}

/* A run for each number of threads, in folders of their own; then all of them in one table. */
static int measure_each(struct options *options, const json_t *warnings)
{
	static struct summary summaries[OPTIONS_MAX_THREADS];
	int worst = EXIT_OK;
	size_t n = 0;

	while (n < options->n_threads) {
		char folder[4096];
		int status;

		options->plan.threads = options->threads[n];
		if (options->output)
			snprintf(folder, sizeof(folder), "%.4000s/threads-%u", options->output,
				 options->threads[n]);
		status = measure(options, options->output ? folder : NULL, warnings, &summaries[n]);
		if (status == EXIT_NOT_MEASURED) {
			worst = status;
			break;
		}
		worst = status > worst ? status : worst;
		n++;
		putchar('\n');
	}
	if (options->report && options->output && n)
		report__make((char *[]){ (char *)options->output }, 1, options->output);
	if (n)
		terminal__print_threads(summaries, options->threads, n, options__plan(options).unit,
					stdout);
	return worst;
}

int command_run(int argc, char **argv)
{
	static struct summary summary;
	struct options options;
	json_t *warnings;
	int status;

	options__parse(argc, argv, &argp, &options);
	if (store__check_folder(options.output) || check_threads(&options))
		return EXIT_NOT_MEASURED;
	warnings = warnings_here(&options);
	if (options.n_threads > 1)
		status = measure_each(&options, warnings);
	else
		status = measure(&options, options.output, warnings, &summary);
	json_decref(warnings);
	return status;
}
