// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hdr_export RUN FOLDER: a stored run in HdrHistogram's formats, for hdr.bats: run.hlog, and
 * TAG.hgrm for each tag of the log.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "bench/store.h"
#include "report/hdr.h"
#include "report/rounds.h"

/* Opens FOLDER/NAME.ENDING to be written; NULL with a message. */
static FILE *create(const char *folder, const char *name, const char *ending)
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s.%s", folder, name, ending);
	file = fopen(path, "we");
	if (!file)
		fprintf(stderr, "hdr_export: cannot write %s: %s\n", path, strerror(errno));
	return file;
}

static int export_log(const struct run *run, const char *folder)
{
	FILE *file = create(folder, "run", "hlog");
	int err;

	if (!file)
		return -EIO;
	err = hdr__write_log(run, file);
	return fclose(file) ? -EIO : err;
}

static int export_percentiles(const struct run *run, const char *backend, bool control,
			      const char *folder)
{
	struct merged merged;
	FILE *file = NULL;
	int err = merged__make(run, backend, control, &merged);

	if (!err && merged.total) {
		file = create(folder, control ? "control" : backend, "hgrm");
		err = file ? 0 : -EIO;
	}
	if (file) {
		hdr__write_percentiles(&merged, file);
		err = fclose(file) ? -EIO : 0;
	}
	merged__free(&merged);
	return err;
}

int main(int argc, char **argv)
{
	static struct run run;
	int err;

	if (argc != 3) {
		fputs("Usage: hdr_export RUN FOLDER\n", stderr);
		return 2;
	}
	if (store__read(argv[1], &run))
		return 2;
	err = export_log(&run, argv[2]);
	for (size_t i = 0; i < run.plan.n_backends && !err; i++)
		err = export_percentiles(&run, run.plan.backends[i], false, argv[2]);
	if (!err)
		err = export_percentiles(&run, run__reference(&run), true, argv[2]);
	run__free(&run);
	return err ? 1 : 0;
}
