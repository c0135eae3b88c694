// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/report_files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/base/encode.h"
#include "bench/base/machine_failure.h"
#include "bench/base/written_file.h"
#include "report/document/markdown.h"
#include "report/html/html.h"
#include "report/tables/csv.h"
#include "report/tables/hdr.h"
#include "report/tables/matrix_print.h"

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

bool report_files__have_histograms(const struct report *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (run__has_histograms(&r->runs[i].run))
			return true;
	return false;
}

static void write_prices(const struct report *r, FILE *file)
{
	price_list__write_csv(&r->prices, file);
}

static bool has_prices(const struct report *r)
{
	return r->prices.n_rows;
}

static bool has_matrix(const struct report *r)
{
	return r->has_matrix;
}

const struct report_file report_files[] = {
	{ "report.html", html__write, NULL },
	{ "report.md", markdown__write, NULL },
	{ "summary.csv", write_summaries, NULL },
	{ "trials.csv", write_trials, NULL },
	{ "histogram.csv", write_histograms, report_files__have_histograms },
	{ "matrix.csv", write_matrix, has_matrix },
	{ "prices.csv", write_prices, has_prices },
	{ NULL, NULL, NULL },
};

bool report_file__applies(const struct report_file *file, const struct report *r)
{
	return !file->applies || file->applies(r);
}

/* file: NULL if it could not be opened; errno then holds the reason. 0 or -errno. */
static int close_file(FILE *file)
{
	return machine_failure__note_errno(file ? written_file__close(file) : -errno);
}

static int write_file(const struct report *r, const char *folder, const struct report_file *f)
{
	char path[REPORT_PATH_SIZE];
	FILE *file;

	report_files__path(path, folder, f->name);
	file = fopen(path, "we");
	if (file)
		f->write(r, file);
	return close_file(file);
}

/* ---- HdrHistogram's formats ---- */

/* Opens a file of one run for writing. With several runs, its name begins with the run's number. */
static FILE *open_of_run(const struct report *r, size_t run, const char *folder, const char *name,
			 const char *end)
{
	char path[REPORT_PATH_SIZE], file[256], safe[160], number[24] = "";

	if (r->n > 1)
		snprintf(number, sizeof(number), "%zu-", run + 1);
	/* A stored run may contain any name for a backend. */
	encode__text(safe, sizeof(safe), TO_FILE_NAME, name);
	snprintf(file, sizeof(file), "%s%s%s", number, safe, end);
	report_files__path(path, folder, file);
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
	char folder[REPORT_PATH_SIZE];
	int err = 0;

	if (!report_files__have_histograms(r))
		return 0;
	report_files__path(folder, temporary, REPORT_HDR);
	if (mkdir(folder, 0777))
		return -errno;
	for (size_t i = 0; i < r->n && !err; i++)
		if (run__has_histograms(&r->runs[i].run))
			err = write_hdr_of(r, i, folder);
	return err;
}

void report_files__path(char path[REPORT_PATH_SIZE], const char *folder, const char *name)
{
	snprintf(path, REPORT_PATH_SIZE, "%.*s/%.*s", PATH_MAX, folder, PATH_MAX, name);
}

int report_files__write(const struct report *r, const char *folder)
{
	int err = 0;

	for (const struct report_file *f = report_files; f->name && !err; f++)
		if (report_file__applies(f, r))
			err = write_file(r, folder, f);
	return err ? err : write_hdr(r, folder);
}
