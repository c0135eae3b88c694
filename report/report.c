// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/report.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench/base/locked_folder.h"
#include "bench/base/log.h"
#include "bench/model/store.h"
#include "report/document/markdown.h"
#include "report/html/html.h"
#include "report/plots/plots.h"
#include "report/tables/csv.h"
#include "report/tables/hdr.h"
#include "report/tables/matrix_print.h"
#include "report/verdicts/run_labels.h"

/* Of a folder and a name in it. */
#define PATH_SIZE (2 * PATH_MAX + 2)
#define HDR	  "hdr"
#define PLOTS	  "plots"
#define TEMPORARY "hookbench-report"

/* ---- folders ---- */

static void join(char path[PATH_SIZE], const char *folder, const char *name)
{
	snprintf(path, PATH_SIZE, "%.*s/%.*s", PATH_MAX, folder, PATH_MAX, name);
}

/* The folder that a run is, or that its file is in. */
static void find_folder_of(const struct report_run *run, char *path, size_t size)
{
	char copy[PATH_MAX];
	struct stat st;

	snprintf(copy, sizeof(copy), "%s", run->path);
	if (!stat(copy, &st) && !S_ISDIR(st.st_mode))
		snprintf(path, size, "%s", dirname(copy));
	else
		snprintf(path, size, "%s", copy);
}

/* Where a report goes; NULL: into the folder of the only run. */
static void find_folder(const struct report *r, const char *folder, char *path, size_t size)
{
	if (folder)
		snprintf(path, size, "%s", folder);
	else
		find_folder_of(&r->runs[0], path, size);
}

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
		err = make_matrix(r);
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

/* ---- files ---- */

static void write_summaries(const struct report *r, FILE *file)
{
	for (size_t i = 0; i < r->n; i++)
		csv__write_summary(&r->runs[i].run, &r->runs[i].summary, !i, file);
}

static void write_trials(const struct report *r, FILE *file)
{
	for (size_t i = 0; i < r->n; i++)
		csv__write_trials(&r->runs[i].run, !i, file);
}

static void write_histograms(const struct report *r, FILE *file)
{
	if (r->n == 1) {
		csv__write_histograms(&r->runs[0].run, true, file);
		return;
	}
	for (size_t i = 0; i < r->n; i++)
		csv__write_merged(&r->runs[i].run, &r->runs[i].summary, !i, file);
}

static void write_matrix(const struct report *r, FILE *file)
{
	for (const struct matrix_format *f = matrix_formats; f->name; f++)
		if (!strcmp(f->name, "csv"))
			f->print(&r->matrix, file);
}

static bool has_histograms(const struct report *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (run__has_histograms(&r->runs[i].run))
			return true;
	return false;
}

static bool has_matrix(const struct report *r)
{
	return r->has_matrix;
}

static const struct report_file {
	const char *name;
	void (*write)(const struct report *report, FILE *file);
	bool (*applies)(const struct report *report); /* NULL: always */
} files[] = {
	{ "report.html", html__write, NULL },
	{ "report.md", markdown__write, NULL },
	{ "summary.csv", write_summaries, NULL },
	{ "trials.csv", write_trials, NULL },
	{ "histogram.csv", write_histograms, has_histograms },
	{ "matrix.csv", write_matrix, has_matrix },
};

#define FILES (sizeof(files) / sizeof(*files))

static bool applies(const struct report *r, const struct report_file *file)
{
	return !file->applies || file->applies(r);
}

/* NULL: it could not be opened, and errno tells why. 0 or -errno. */
static int close_file(FILE *file)
{
	bool failed = !file || ferror(file);

	if (file && fclose(file))
		failed = true;
	return failed ? -(errno ? errno : EIO) : 0;
}

static int write_file(const struct report *r, const char *folder, const struct report_file *f)
{
	char path[PATH_SIZE];
	FILE *file;

	join(path, folder, f->name);
	file = fopen(path, "we");
	if (file)
		f->write(r, file);
	return close_file(file);
}

/* ---- HdrHistogram's formats ---- */

/* Opens a file of one run for writing; with several runs, names begin with its number. */
static FILE *open_of_run(const struct report *r, size_t run, const char *folder, const char *name,
			 const char *end)
{
	char path[PATH_SIZE], file[256], number[24] = "";

	if (r->n > 1)
		snprintf(number, sizeof(number), "%zu-", run + 1);
	snprintf(file, sizeof(file), "%s%.64s%s", number, name, end);
	/* A stored run may claim any name for a backend. */
	for (char *c = file; *c; c++)
		if (*c == '/' || (unsigned char)*c < ' ')
			*c = '_';
	join(path, folder, file);
	return fopen(path, "we");
}

static int write_percentiles(const struct report *r, size_t run, const struct summary_row *row,
			     const char *folder)
{
	struct merged merged;
	int err = merged__make(&r->runs[run].run, row->backend, row->control, &merged);
	FILE *file;

	if (err || !merged.total)
		return err;
	file = open_of_run(r, run, folder, row->control ? "control" : row->backend, ".hgrm");
	if (file)
		hdr__write_percentiles(&merged, file);
	merged__free(&merged);
	return close_file(file);
}

static int write_hdr_of(const struct report *r, size_t run, const char *folder)
{
	const struct summary *s = &r->runs[run].summary;
	FILE *log = open_of_run(r, run, folder, "latency", ".hlog");
	int err = log ? hdr__write_log(&r->runs[run].run, log) : 0, closed = close_file(log);

	if (!err)
		err = closed;
	for (size_t i = 0; i < s->n && !err; i++)
		err = write_percentiles(r, run, &s->rows[i], folder);
	return err;
}

static int write_hdr(const struct report *r, const char *temporary)
{
	char folder[PATH_SIZE];
	int err = 0;

	if (!has_histograms(r))
		return 0;
	join(folder, temporary, HDR);
	if (mkdir(folder, 0777))
		return -errno;
	for (size_t i = 0; i < r->n && !err; i++)
		if (run__has_histograms(&r->runs[i].run))
			err = write_hdr_of(r, i, folder);
	return err;
}

/* ---- the folder ---- */

/* Moves every file of a folder into another, where it replaces one of the same name. */
static int move_files(const char *from, const char *to)
{
	struct dirent **entries;
	int n = scandir(from, &entries, NULL, alphasort), err = n < 0 ? -errno : 0;

	for (int i = 0; i < n; i++) {
		char old[PATH_SIZE], new[PATH_SIZE];
		struct stat st;

		join(old, from, entries[i]->d_name);
		join(new, to, entries[i]->d_name);
		if (!err && !stat(old, &st) && S_ISREG(st.st_mode) && rename(old, new))
			err = -errno;
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return err;
}

/* Whether the folder is a stored run other than the only one that is reported on. */
static bool is_another_run(const struct report *r, const char *path)
{
	char file[PATH_SIZE], own[PATH_MAX], own_file[PATH_SIZE];
	struct stat st, own_st;

	join(file, path, STORE_RESULT);
	if (stat(file, &st))
		return false;
	find_folder(r, NULL, own, sizeof(own));
	join(own_file, own, STORE_RESULT);
	return r->n > 1 || stat(own_file, &own_st) || st.st_ino != own_st.st_ino ||
	       st.st_dev != own_st.st_dev;
}

/* Writes all into `temporary`. Without plots it is still a report, unless they are all. */
static int make_files(struct report *r, const char *temporary, const char *only)
{
	char plots[PATH_SIZE];
	int err;

	join(plots, temporary, PLOTS);
	if (mkdir(plots, 0777))
		return -errno;
	err = plots__draw(r, plots, only);
	if (only) {
		if (!err && !r->n_plots) {
			log__error("there is nothing to draw \"%s\" of: --help tells what it shows",
				   only);
			err = -ENODATA;
		}
		return err;
	}
	if (err) {
		log__warning("the report has no plots");
		locked_folder__remove_tree(plots);
	}
	err = 0;
	for (size_t i = 0; i < FILES && !err; i++)
		if (applies(r, &files[i]))
			err = write_file(r, temporary, &files[i]);
	return err ? err : write_hdr(r, temporary);
}

/* What an earlier report left in a folder of its own. */
static void remove_files(const char *folder, const char *const *ends)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, NULL, NULL);

	for (int i = 0; i < n; i++) {
		const char *end = strrchr(entries[i]->d_name, '.');
		char path[PATH_SIZE];

		join(path, folder, entries[i]->d_name);
		for (const char *const *e = ends; end && *e; e++)
			if (!strcmp(end, *e))
				unlink(path);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

static const struct {
	const char *name;
	const char *ends[4]; /* of the files in it */
} folders[] = {
	{ PLOTS, { ".svg", ".png", ".gnuplot", NULL } },
	{ HDR, { ".hgrm", ".hlog", NULL } },
};

#define FOLDERS (sizeof(folders) / sizeof(*folders))

/* Of a whole report, nothing remains that is not of these runs. */
static void remove_old(const struct report *r, const char *folder)
{
	char path[PATH_SIZE];

	for (size_t i = 0; i < FOLDERS; i++) {
		join(path, folder, folders[i].name);
		remove_files(path, folders[i].ends);
		rmdir(path); /* if there is nothing else in it */
	}
	for (size_t i = 0; i < FILES; i++) {
		join(path, folder, files[i].name);
		if (!applies(r, &files[i]))
			unlink(path);
	}
}

static int take_files(const char *temporary, const char *folder)
{
	int err = move_files(temporary, folder);

	for (size_t i = 0; i < FOLDERS && !err; i++) {
		char from[PATH_SIZE], to[PATH_SIZE];

		join(from, temporary, folders[i].name);
		join(to, folder, folders[i].name);
		/* Only a plot was asked for, or there are no histograms. */
		if (access(from, F_OK))
			continue;
		if (mkdir(to, 0777) && errno != EEXIST)
			return -errno;
		err = move_files(from, to);
	}
	return err;
}

/* Two reports into one folder take turns: what is there is one's or the other's. */
static int take_over(const struct report *r, const char *temporary, const char *folder, bool whole)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	flock(fd, LOCK_EX);
	if (whole)
		remove_old(r, folder);
	err = take_files(temporary, folder);
	close(fd);
	return err;
}

int report__write(struct report *r, const char *folder, const char *only)
{
	char path[PATH_MAX], temporary[PATH_MAX];
	int err, lock;

	find_folder(r, folder, path, sizeof(path));
	if (is_another_run(r, path)) {
		log__error("%s is a stored run, and what is in it is its own: name another folder "
			   "with -o",
			   path);
		return -EEXIST;
	}
	err = path[0] ? store__make_folders(path) : -ENOENT;
	lock = err ? err : locked_folder__make(path, TEMPORARY, temporary, sizeof(temporary));
	if (lock < 0) {
		log__error("cannot write a report into %s: %s; name another folder with -o", path,
			   strerror(-lock));
		return lock;
	}
	err = make_files(r, temporary, only);
	if (!err)
		err = take_over(r, temporary, path, !only);
	locked_folder__remove_tree(temporary);
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
		find_folder(&report, folder, path, sizeof(path));
		log__info("Report: %s/report.html", path);
	}
	report__close(&report);
}

void report__tell(const struct report *r, const char *folder, const char *only, FILE *file)
{
	char path[PATH_MAX];

	find_folder(r, folder, path, sizeof(path));
	for (size_t i = 0; i < FILES && !only; i++)
		if (applies(r, &files[i]))
			fprintf(file, "%s/%s\n", path, files[i].name);
	if (!only && has_histograms(r))
		fprintf(file, "%s/" HDR "/*.hgrm, *.hlog\n", path);
	for (size_t i = 0; i < r->n_plots; i++)
		fprintf(file, "%s/" PLOTS "/%s.svg, .png, .gnuplot\n", path, r->plots[i].name);
}
