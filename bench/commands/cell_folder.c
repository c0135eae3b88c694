// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/cell_folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/input_file.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/base/new_file.h"
#include "bench/base/print.h"
#include "report/figures/summary.h"
#include "report/run_folder.h"

#define MOST 65536 /* bytes of a reason's file */

void cell_folder__path(const char *folder, const struct cell *cell, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%.4000s/%s", folder, cell->id);
}

static void failure_path(const char *folder, const struct cell *cell, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, "%.4000s/%s.failed", folder, cell->id);
}

int cell_folder__store(const char *folder, const struct cell *cell, struct run *run,
		       bool no_histograms)
{
	char path[PATH_MAX];
	struct summary summary;
	int err;

	summary__make(run, &summary);
	if (no_histograms)
		run__drop_histograms(run);
	cell_folder__path(folder, cell, path);
	err = run_folder__write(run, &summary, path);
	failure_path(folder, cell, path);
	if (!err)
		unlink(path);
	return err;
}

static int write_failure(FILE *file, const void *what)
{
	return print__json(file, what, JSON_COMPACT) ? -EIO : 0;
}

void cell_folder__fail(const char *folder, const struct cell *cell, const char *reason,
		       const char *host)
{
	json_t *json = json_pack("{s:o, s:o}", "reason", json_value__text(reason), "host",
				 json_value__text(host));
	char path[PATH_MAX];
	int err;

	failure_path(folder, cell, path);
	err = new_file__write(path, write_failure, json);
	if (err)
		log__warning("cannot store why %s failed: %s", cell->id, strerror(-err));
	json_decref(json);
}

bool cell_folder__read_failure(const char *folder, const struct cell *cell, char *reason,
			       size_t size)
{
	char path[PATH_MAX];
	void *text = NULL;
	size_t length;
	json_t *json;

	failure_path(folder, cell, path);
	if (access(path, F_OK) || input_file__read(path, "a reason", MOST, &text, &length))
		return false;
	json = json_loadb(text, length, 0, NULL);
	free(text);
	snprintf(reason, size, "%s",
		 json_string_value(json_object_get(json, "reason")) ?: "for an unknown reason");
	json_decref(json);
	return true;
}
