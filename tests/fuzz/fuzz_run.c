// SPDX-License-Identifier: GPL-2.0-or-later
/* Any bytes as a stored run: a reader may refuse them, but nothing worse. */
#include "tests/fuzz/fuzz_target.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/model/run_json.h"
#include "report/document/markdown.h"
#include "report/figures/summary.h"
#include "report/html/html.h"
#include "report/tables/capabilities_print.h"
#include "report/tables/compare_print.h"
#include "report/tables/csv.h"
#include "report/tables/hdr.h"
#include "report/tables/terminal.h"
#include "report/verdicts/compare.h"

/* What every run is compared with. */
static struct run base;
/* Where all that is printed goes. */
static FILE *sink;

static void begin(void)
{
	sink = fopen("/dev/null", "we");
	fuzz__require(sink, "/dev/null can be written");
	fuzz__read_seed("instructions.json", &base);
	fuzz__drop_log();
}

/* A run that is stored again must be the same run. */
static void check_written(const struct run *run)
{
	static struct run again;
	json_t *written = run__to_json(run), *rewritten;

	fuzz__require(written, "a run that was read can be written");
	fuzz__require(!run__from_json(written, "written", &again), "what was written can be read");
	rewritten = run__to_json(&again);
	fuzz__require(json_equal(written, rewritten), "it is then written the same");
	run__free(&again);
	json_decref(rewritten);
	json_decref(written);
}

static void export(const struct run *run)
{
	struct merged merged;

	fuzz__require(!hdr__write_log(run, sink), "a histogram log can be written");
	for (size_t i = 0; i < run->plan.n_backends; i++) {
		fuzz__require(!merged__make(run, run->plan.backends[i], false, &merged),
			      "a backend's rounds can be merged");
		hdr__write_percentiles(&merged, sink);
		merged__free(&merged);
	}
}

static void report(const struct run *run)
{
	static struct summary summary;
	json_t *json;

	summary__make(run, &summary);
	json = summary__to_json(&summary);
	fuzz__require(json, "a summary can be written");
	json_decref(json);
	csv__write_summary(run, &summary, true, sink);
	csv__write_trials(run, true, sink);
	csv__write_histograms(run, true, sink);
	terminal__print_run(run, &summary, sink);
	capabilities_print(run, false, sink);
	capabilities_print(run, true, sink);
}

/* The texts and the page; the run stays the caller's. */
static void write_documents(const struct run *run)
{
	static struct report_run reported;
	static char path[] = "run";
	const struct report content = { .n = 1, .runs = &reported };

	reported = (struct report_run){ .path = path, .label = "label", .run = *run };
	summary__make(run, &reported.summary);
	markdown__write(&content, sink);
	html__write(&content, sink);
}

static void compare(const struct run *old, const struct run *new_run, bool force)
{
	static struct comparison comparison;
	const struct comparison_names names = { "base", "new" };
	json_t *json;

	compare__make(old, new_run, threshold__default(old->unit), force, &comparison);
	json = compare__to_json(&comparison);
	fuzz__require(json, "a comparison can be written");
	json_decref(json);
	for (const struct comparison_format *f = comparison_formats; f->name; f++)
		f->print(&comparison, names, sink);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct run run;
	json_t *json;

	if (!sink)
		begin();
	/* The flags are those of store__read. */
	json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	if (!json)
		return 0;
	if (!run__from_json(json, "fuzzed", &run)) {
		check_written(&run);
		report(&run);
		export(&run);
		write_documents(&run);
		compare(&run, &run, false);
		compare(&base, &run, true);
		run__free(&run);
	}
	json_decref(json);
	return 0;
}
