// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/store_run.h"

#include <limits.h>
#include <stdio.h>

#include "bench/base/log.h"
#include "bench/commands/commands.h"
#include "bench/model/store.h"
#include "report/figures/precision.h"
#include "report/report.h"
#include "report/run_folder.h"
#include "report/tables/terminal.h"

int store_run(struct run *run, const struct summary *summary, const struct output *output,
	      const char *folder, const char *parent, char *path, size_t size)
{
	if (output->no_histograms)
		run__drop_histograms(run);
	if (!folder)
		return run_folder__write_new(run, summary, parent, path, size);
	snprintf(path, size, "%s", folder);
	return run_folder__write(run, summary, folder);
}

bool warn_of_precision(const struct run *run, const char *name)
{
	if (precision__is_reached(run))
		return true;
	log__warning(
		"%s%s%u rounds within %u s were not enough for a precision of %s: allow more time with --max-time, or request a lower precision",
		name, name[0] ? ": " : "", run__count_rounds(run), run->plan.max_time_s,
		run->plan.precision);
	return false;
}

int store_and_print_run(struct run *run, const struct output *output)
{
	struct summary summary;
	char path[PATH_MAX];
	int err;

	summary__make(run, &summary);
	/* Stored first, because the reader of the table may close the pipe. */
	err = store_run(run, &summary, output, output->folder, STORE_DEFAULT, path, sizeof(path));
	terminal__print_run(run, &summary, stdout);
	fflush(stdout); /* before the messages on stderr */
	if (err)
		return EXIT_NOT_MEASURED;
	log__info("Stored in %s", path);
	if (output->report)
		report__make((char *[]){ path }, 1, NULL);
	return warn_of_precision(run, "") && !summary.n_problems ? EXIT_OK : EXIT_INCONCLUSIVE;
}

void print_nothing_measured(const struct run *run, const char *name)
{
	log__error("%s%snothing could be measured: none of the hooks attaches", name,
		   name[0] ? ": " : "");
	terminal__print_capabilities(run, stderr);
}
