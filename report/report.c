// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/report.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/folders.h"
#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/base/machine_failure.h"
#include "bench/base/print.h"
#include "bench/model/store.h"
#include "report/plots/plots.h"
#include "report/report_files.h"
#include "report/report_folder.h"

#define TEMPORARY "hookbench-report"

/* ---- reading ---- */

static int report__add(struct report *r, const char *path)
{
	struct report_run *runs = reallocarray(r->runs, r->n + 1, sizeof(*runs)), *run;
	int err;

	if (!runs)
		return log__out_of_memory();
	r->runs = runs;
	run = &runs[r->n];
	*run = (struct report_run){ .path = strdup(path) };
	err = run->path ? store__read(path, &run->run) : log__out_of_memory();
	if (err) {
		free(run->path);
		return err;
	}
	r->n++;
	summary__make(&run->run, &run->summary);
	return 0;
}

static int make_labels(struct report *r)
{
	const struct run **runs = calloc(r->n + 1, sizeof(const struct run *));
	char **labels = calloc(r->n + 1, sizeof(char *));

	for (size_t i = 0; runs && labels && i < r->n; i++) {
		runs[i] = &r->runs[i].run;
		labels[i] = r->runs[i].label;
	}
	if (runs && labels)
		run_labels__label(runs, r->n, labels);
	free(runs);
	free(labels);
	return runs && labels ? 0 : log__out_of_memory();
}

static int make_prices(struct report *r)
{
	struct priced_run *runs = calloc(r->n, sizeof(*runs));

	if (!runs)
		return log__out_of_memory();
	for (size_t i = 0; i < r->n; i++)
		runs[i] = (struct priced_run){ &r->runs[i].run, &r->runs[i].summary };
	price_list__make(runs, r->n, &r->prices);
	free(runs);
	return 0;
}

static int make_matrix(struct report *r)
{
	struct matrix_input *inputs = calloc(r->n, sizeof(*inputs));
	int err;

	if (!inputs)
		return log__out_of_memory();
	for (size_t i = 0; i < r->n; i++)
		inputs[i] = (struct matrix_input){
			.name = r->runs[i].label,
			.run = &r->runs[i].run,
			.summary = &r->runs[i].summary,
		};
	err = matrix__make(inputs, r->n, NULL, &r->matrix);
	free(inputs);
	r->has_matrix = !err;
	return err;
}

int report__open(char *const *paths, size_t n, struct report *r)
{
	int err = 0;

	*r = (struct report){ .n = 0 };
	for (size_t i = 0; i < n && !err; i++) {
		struct store_list list;

		err = store__list(paths[i], &list);
		for (size_t k = 0; !err && k < list.n; k++)
			err = report__add(r, list.paths[k]);
		store__free_list(&list);
	}
	if (!err)
		err = r->runs ? make_labels(r) : -ENODATA;
	if (!err && r->n > 1)
		err = make_matrix(r) ?: make_prices(r);
	if (err)
		report__close(r);
	return err;
}

void report__close(struct report *r)
{
	if (r->has_matrix)
		matrix__free(&r->matrix);
	for (size_t i = 0; i < r->n; i++) {
		free(r->runs[i].path);
		run__free(&r->runs[i].run);
	}
	free(r->runs);
	plots__free(r);
	*r = (struct report){ .n = 0 };
}

/* ---- writing ---- */

/*
 * Writes everything into `temporary`. Missing plots are no failure, unless only plots were asked
 * for.
 */
static int make_files(struct report *r, const char *temporary, const char *only)
{
	char plots[REPORT_PATH_SIZE];
	int err;

	report_files__path(plots, temporary, REPORT_PLOTS);
	if (mkdir(plots, 0777))
		return -errno;
	err = plots__draw(r, plots, only);
	if (only) {
		if (!err && !r->n_plots) {
			log__error("no data for the plot \"%s\": see --help for what it shows",
				   only);
			err = -ENODATA;
		}
		return err;
	}
	if (err) {
		log__warning("this report has no plots");
		locked_folder__remove_tree(plots);
	}
	return report_files__write(r, temporary);
}

int report__write(struct report *r, const char *folder, const char *only)
{
	char path[PATH_MAX], temporary[PATH_MAX];
	size_t there = 0;
	int err, lock;

	report_folder__find(r, folder, path, sizeof(path));
	if (report_folder__is_another_run(r, path)) {
		log__error(
			"%s is a stored run, and its files would be mixed with the report's: name another folder with -o",
			path);
		return -EEXIST;
	}
	err = path[0] ? folders__make(path, &there) : -ENOENT;
	lock = err ? err : locked_folder__make(path, TEMPORARY, temporary, sizeof(temporary));
	if (lock < 0) {
		folders__remove_made(path, there);
		machine_failure__note_errno(lock);
		log__error("cannot write a report into %s: %s; name another folder with -o", path,
			   strerror(-lock));
		return lock;
	}
	err = make_files(r, temporary, only);
	if (!err)
		err = report_folder__take_over(r, temporary, path, !only);
	locked_folder__remove_tree(temporary);
	if (err)
		folders__remove_made(path, there);
	close(lock);
	if (err && err != -ENODATA && err != -ENOENT)
		log__error("cannot write a report into %s: %s", path, strerror(-err));
	return err;
}

void report__make(char *const *paths, size_t n, const char *folder)
{
	struct report report;
	char path[PATH_MAX];

	if (report__open(paths, n, &report))
		return;
	if (!report__write(&report, folder, NULL)) {
		report_folder__find(&report, folder, path, sizeof(path));
		log__info("Report: %s/report.html", path);
	}
	report__close(&report);
}

void report__print_paths(const struct report *r, const char *folder, const char *only, FILE *file)
{
	char path[PATH_MAX];

	report_folder__find(r, folder, path, sizeof(path));
	for (const struct report_file *f = report_files; f->name && !only; f++)
		if (report_file__applies(f, r))
			print__terminal(file, "%s/%s\n", path, f->name);
	if (!only && report_files__have_histograms(r))
		print__terminal(file, "%s/" REPORT_HDR "/*.hgrm, *.hlog\n", path);
	for (size_t i = 0; i < r->n_plots; i++)
		print__terminal(file, "%s/" REPORT_PLOTS "/%s.svg, .png, .gnuplot\n", path,
				r->plots[i].name);
}
