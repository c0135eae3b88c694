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

static void write_explain(const void *context, FILE *file)
{
	const struct result *result = context;

	json_dumpf(result->run->explain, file, JSON_COMPACT);
	fputc('\n', file);
}

static bool has_explain(const struct run *run)
{
	return run->explain;
}

static bool always(const struct run *run)
{
	(void)run;
	return true;
}

static const struct {
	struct store_file file;
	bool (*is_there)(const struct run *run);
} files[] = {
	{ { STORE_RESULT, write_result }, always },
	{ { "summary.csv", write_summary }, always },
	{ { "trials.csv", write_trials }, always },
	{ { "histogram.csv", write_histograms }, run__has_histograms },
	{ { STORE_EXPLAIN, write_explain }, has_explain },
};

#define N_FILES (sizeof(files) / sizeof(*files))

/* Those that this run has, and a row whose name is NULL. */
static void choose_files(const struct run *run, struct store_file chosen[N_FILES + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < N_FILES; i++)
		if (files[i].is_there(run))
			chosen[n++] = files[i].file;
	chosen[n] = (struct store_file){ NULL, NULL };
}

int stored__write(const struct run *run, const struct summary *summary, const char *folder)
{
	struct store_file chosen[N_FILES + 1];

	choose_files(run, chosen);
	return store__write(folder, chosen, &(struct result){ run, summary });
}

int stored__write_new(const struct run *run, const struct summary *summary, const char *parent,
		      char *path, size_t size)
{
	struct store_file chosen[N_FILES + 1];

	choose_files(run, chosen);
	return store__write_new(run, parent, chosen, &(struct result){ run, summary }, path, size);
}
