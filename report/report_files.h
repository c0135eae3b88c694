/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a report, without its plots. */
#ifndef HOOKBENCH_REPORT_REPORT_FILES_H
#define HOOKBENCH_REPORT_REPORT_FILES_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "report/document/report_content.h"

/* Subfolders of a report's folder. */
#define REPORT_PLOTS "plots"
#define REPORT_HDR   "hdr"

struct report_file {
	const char *name;
	void (*write)(const struct report *report, FILE *file);
	bool (*applies)(const struct report *report); /* NULL: always */
};

/* Ends with a row whose name is NULL. */
extern const struct report_file report_files[];

/* Whether a report on these runs has the file. */
bool report_file__applies(const struct report_file *file, const struct report *report);
/* Whether the report has REPORT_HDR, with one file per backend of each run that has histograms. */
bool report_files__have_histograms(const struct report *report);
/* Writes the files that apply, and REPORT_HDR, into a folder that has none of them. 0 or -errno. */
int report_files__write(const struct report *report, const char *folder);

/* The path of `name` in a folder. */
#define REPORT_PATH_SIZE (2 * PATH_MAX + 2)
void report_files__path(char path[REPORT_PATH_SIZE], const char *folder, const char *name);

#endif
