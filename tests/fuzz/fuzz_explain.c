// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as a run's explain.json and drivers.json, and as the counts of the plugin that they are
 * made from: a reader may refuse them, and prints no control characters.
 */
#include "tests/fuzz/fuzz_target.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "bench/explain/profile.h"
#include "report/html/html.h"
#include "report/tables/drivers_print.h"
#include "report/tables/explanation_print.h"
#include "report/verdicts/drivers.h"
#include "report/verdicts/explanation.h"

static void print(const struct explanation *e)
{
	for (const struct explanation_format *f = explanation_formats; f->name; f++) {
		char *text = NULL;
		size_t size;
		FILE *file = open_memstream(&text, &size);

		fuzz__require(file, "there is memory");
		f->print(e, file);
		f->print_change(e, e, file);
		fclose(file);
		fuzz__require_shown(text);
		free(text);
	}
}

static void explain(struct report_run *r)
{
	struct report content = { .n = 1, .runs = r };
	struct explanation explanation;
	char causes[256], *page;

	if (!explanation__make(&r->run, &r->summary, &explanation)) {
		print(&explanation);
		explanation__free(&explanation);
	}
	explanation__causes(&r->run, &r->run, "kprobe", causes, sizeof(causes));
	page = fuzz__text_of(html__write, &content);
	fuzz__require_shown(page);
	free(page);
}

static void print_drivers(const struct drivers *drivers)
{
	for (const struct drivers_format *f = drivers_formats; f->name; f++) {
		char *text = NULL;
		size_t size;
		FILE *file = open_memstream(&text, &size);

		fuzz__require(file, "there is memory");
		f->print(drivers, file);
		f->print_change(drivers, drivers, file);
		fclose(file);
		fuzz__require_shown(text);
		free(text);
	}
}

static void show_drivers(struct report_run *r)
{
	struct report content = { .n = 1, .runs = r };
	struct drivers drivers;
	char *page;

	if (!drivers__make(&r->run, &r->summary, &drivers)) {
		print_drivers(&drivers);
		drivers__free(&drivers);
	}
	page = fuzz__text_of(html__write, &content);
	fuzz__require_shown(page);
	free(page);
}

static void read_counts(const uint8_t *data, size_t size)
{
	FILE *file = size ? fmemopen((void *)data, size, "r") : NULL;
	struct profiles profiles;

	if (!file)
		return;
	if (!profiles__read(file, &profiles))
		profiles__free(&profiles);
	fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct report_run reported;
	static char path[] = "run", has_run;
	json_t *json;

	fuzz__drop_log();
	if (!has_run) {
		reported = (struct report_run){ .path = path, .label = "label" };
		fuzz__read_seed("instructions.json", &reported.run);
		summary__make(&reported.run, &reported.summary);
		has_run = true;
	}
	read_counts(data, size);
	/* The flags are those of store__read. */
	json = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);
	if (json) {
		reported.run.explain = json;
		explain(&reported);
		reported.run.explain = NULL;
		reported.run.drivers = json;
		show_drivers(&reported);
		reported.run.drivers = NULL;
		json_decref(json);
	}
	return 0;
}
