// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * link_report BASE NEW FOLDER: compares two stored runs and writes a report on both, with report,
 * model and base alone. Exits with 0 if both could be done.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/model/store.h"
#include "report/report.h"
#include "report/tables/compare_print.h"

static int compare(const char *base_path, const char *new_path)
{
	static struct comparison comparison;
	struct run base, new_run;
	int err = store__read(base_path, &base);

	if (err)
		return err;
	err = store__read(new_path, &new_run);
	if (!err) {
		compare__make(&base, &new_run, threshold__default(base.unit), false, &comparison);
		comparison_formats[0].print(
			&comparison, (struct comparison_names){ base_path, new_path }, stdout);
		err = comparison.n ? 0 : -1;
		run__free(&new_run);
	}
	run__free(&base);
	return err;
}

static int make_report(char *const *paths, size_t n, const char *folder)
{
	struct report report;
	int err = report__open(paths, n, &report);

	if (err)
		return err;
	err = report__write(&report, folder, NULL);
	if (!err)
		report__print_paths(&report, folder, NULL, stdout);
	report__close(&report);
	return err;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return EXIT_FAILURE;
	return compare(argv[1], argv[2]) || make_report(&argv[1], 2, argv[3]) ? EXIT_FAILURE
									      : EXIT_SUCCESS;
}
