// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/stored.h"

#include <jansson.h>

#include "bench/run_json.h"
#include "bench/store.h"
#include "report/csv.h"

struct result {
	const struct run *run;
	const struct summary *summary;
};

static void write_result(const void *context, FILE *file)
{
	const struct result *result = context;
	json_t *json = run__to_json(result->run);

	json_object_set_new(json, "summary", summary__to_json(result->summary));
	json_dumpf(json, file, JSON_COMPACT | JSON_REAL_PRECISION(12));
	fputc('\n', file);
	json_decref(json);
}

static void write_summary(const void *context, FILE *file)
{
	const struct result *result = context;

	csv__write_summary(result->run, result->summary, true, file);
}

static void write_trials(const void *context, FILE *file)
{
	const struct result *result = context;

	csv__write_trials(result->run, true, file);
}

static void write_histograms(const void *context, FILE *file)
{
	const struct result *result = context;

	csv__write_histograms(result->run, true, file);
}

static const struct store_file files[] = {
	{ "histogram.csv", write_histograms }, /* first: see files_of */
	{ STORE_RESULT, write_result },	       { "summary.csv", write_summary },
	{ "trials.csv", write_trials },	       { NULL, NULL },
};

/* Without histograms, the first row of the table is left out. */
static const struct store_file *files_of(const struct run *run)
{
	return run__has_histograms(run) ? files : files + 1;
}

int stored__write(const struct run *run, const struct summary *summary, const char *folder)
{
	return store__write(folder, files_of(run), &(struct result){ run, summary });
}

int stored__write_new(const struct run *run, const struct summary *summary, const char *parent,
		      char *path, size_t size)
{
	return store__write_new(run, parent, files_of(run), &(struct result){ run, summary }, path,
				size);
}
