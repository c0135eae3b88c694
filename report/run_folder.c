// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/run_folder.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/base/log.h"
#include "bench/base/print.h"
#include "bench/model/run_json.h"
#include "bench/model/store.h"
#include "report/tables/csv.h"

struct result {
	const struct run *run;
	const struct summary *summary;
};

static void write_result(const void *context, FILE *file)
{
	const struct result *result = context;
	json_t *json = run__to_json(result->run);

	json_object_set_new(json, "summary", summary__to_json(result->summary));
	print__json(file, json, JSON_COMPACT | JSON_REAL_PRECISION(12));
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

	print__json(file, result->run->explain, JSON_COMPACT);
	fputc('\n', file);
}

static void write_drivers(const void *context, FILE *file)
{
	const struct result *result = context;

	print__json(file, result->run->drivers, JSON_COMPACT);
	fputc('\n', file);
}

static bool has_explain(const struct run *run)
{
	return run->explain;
}

static bool has_drivers(const struct run *run)
{
	return run->drivers;
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
	{ { STORE_RESULT, write_result, NULL }, always },
	{ { "summary.csv", write_summary, NULL }, always },
	{ { "trials.csv", write_trials, NULL }, always },
	{ { "histogram.csv", write_histograms, NULL }, run__has_histograms },
	{ { STORE_EXPLAIN, write_explain, NULL }, has_explain },
	{ { STORE_DRIVERS, write_drivers, NULL }, has_drivers },
};

#define N_FILES (sizeof(files) / sizeof(*files))

/* hyperfine's own output, unchanged. */
static void write_text(const void *context, FILE *file)
{
	fputs(json_string_value((const json_t *)context), file);
}

/*
 * The files that this run has, then a row whose name is NULL. `names` holds the names that were
 * made up here.
 */
struct chosen {
	size_t n, n_names;
	struct store_file *files;
	char **names;
};

static void chosen__free(struct chosen *c)
{
	while (c->n_names)
		free(c->names[--c->n_names]);
	free(c->names);
	free(c->files);
}

static int chosen__add_hyperfine(struct chosen *c, const struct run *run)
{
	const char *key;
	json_t *text;

	json_object_foreach (run->hyperfine, key, text) {
		char *name;

		if (asprintf(&name, STORE_HYPERFINE "/%s", key) < 0)
			return log__out_of_memory();
		c->names[c->n_names++] = name;
		c->files[c->n++] = (struct store_file){ name, write_text, text };
	}
	return 0;
}

static int chosen__make(struct chosen *c, const struct run *run)
{
	size_t n = N_FILES + json_object_size(run->hyperfine) + 1;

	*c = (struct chosen){ .files = calloc(n, sizeof(*c->files)),
			      .names = calloc(n, sizeof(*c->names)) };
	if (!c->files || !c->names)
		return log__out_of_memory();
	for (size_t i = 0; i < N_FILES; i++)
		if (files[i].is_there(run))
			c->files[c->n++] = files[i].file;
	return chosen__add_hyperfine(c, run);
}

int run_folder__write(const struct run *run, const struct summary *summary, const char *folder)
{
	struct chosen chosen;
	int err = chosen__make(&chosen, run);

	if (!err)
		err = store__write(folder, chosen.files, &(struct result){ run, summary });
	chosen__free(&chosen);
	return err;
}

int run_folder__write_new(const struct run *run, const struct summary *summary, const char *parent,
			  char *path, size_t size)
{
	struct chosen chosen;
	int err = chosen__make(&chosen, run);

	if (!err)
		err = store__write_new(run, parent, chosen.files, &(struct result){ run, summary },
				       path, size);
	chosen__free(&chosen);
	return err;
}
