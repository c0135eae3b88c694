// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/store_run.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/number.h"
#include "bench/commands/commands.h"
#include "bench/model/store.h"
#include "report/figures/precision.h"
#include "report/report.h"
#include "report/run_folder.h"
#include "report/tables/capabilities_print.h"
#include "report/tables/terminal.h"

/*
 * What was measured is not thrown away because it could not be stored where it should be: the disk
 * may have become full, or the folder another's. `parent` has been tried; NULL: none has.
 */
static void store_elsewhere(const struct run *run, const struct summary *summary,
			    const char *parent, char *path, size_t size)
{
	const char *temporary = getenv("TMPDIR");
	const char *const parents[] = { STORE_DEFAULT,
					temporary && temporary[0] ? temporary : "/tmp" };

	for (size_t i = 0; i < sizeof(parents) / sizeof(*parents); i++) {
		if (parent && !strcmp(parent, parents[i]))
			continue;
		if (run_folder__write_new(run, summary, parents[i], path, size))
			continue;
		log__warning("the run was stored in %s instead", path);
		return;
	}
}

int store_run(struct run *run, const struct summary *summary, const struct output *output,
	      const char *folder, const char *parent, char *path, size_t size)
{
	int err;

	snprintf(run->commit, sizeof(run->commit), "%s", output->commit ? output->commit : "");
	if (output->no_histograms)
		run__drop_histograms(run);
	snprintf(path, size, "%s", folder ? folder : "");
	err = folder ? run_folder__write(run, summary, folder)
		     : run_folder__write_new(run, summary, parent, path, size);
	if (err)
		store_elsewhere(run, summary, folder ? NULL : parent, path, size);
	return err;
}

bool warn_of_precision(const struct run *run, const struct summary *summary, const char *name)
{
	unsigned int rounds = run__count_rounds(run);

	if (precision__is_reached_in(run, summary))
		return true;
	log__warning(
		"%s%s%u round%s within %u s %s not enough for a precision of %s: allow more time with --max-time, or request a lower precision",
		name, name[0] ? ": " : "", rounds, number__s(rounds), run->plan.max_time_s,
		rounds == 1 ? "was" : "were", run->plan.precision);
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
	return warn_of_precision(run, &summary, "") && !summary.n_problems ? EXIT_OK
									   : EXIT_INCONCLUSIVE;
}

void print_nothing_measured(const struct run *run, const char *name)
{
	log__error("%s%snothing could be measured: no hook attaches and is hit", name,
		   name[0] ? ": " : "");
	capabilities_print(run, false, stderr);
}
