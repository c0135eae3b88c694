/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report on stored runs: tables, plots, one page. It only reads runs and measures nothing. */
#ifndef HOOKBENCH_REPORT_REPORT_H
#define HOOKBENCH_REPORT_REPORT_H

#include <stddef.h>
#include <stdio.h>

#include "report/document/report_content.h"

/*
 * Reads the stored runs that the paths name (see store__list). 0, or -errno, logged; after success,
 * free with report__close.
 */
int report__open(char *const *paths, size_t n, struct report *report);
void report__close(struct report *report);

/*
 * Writes the report into `folder`, which is created if missing; NULL: the folder of the only run.
 * only: write this plot and nothing else; NULL: write everything. Existing files of the same names
 * are replaced, each atomically. Without gnuplot, plots are left out with a warning. 0, or -errno,
 * logged.
 */
int report__write(struct report *report, const char *folder, const char *only);
/*
 * The whole report at the end of a measurement: reads, writes, and logs where the page is. A
 * failure is only logged, because the measurement is already stored.
 */
void report__make(char *const *paths, size_t n, const char *folder);
/* Lists the files that report__write wrote, for people. */
void report__print_paths(const struct report *report, const char *folder, const char *only,
			 FILE *file);

#endif
