/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report on stored runs: tables, plots, one page. It reads runs only, and measures nothing. */
#ifndef HOOKBENCH_REPORT_REPORT_H
#define HOOKBENCH_REPORT_REPORT_H

#include <stddef.h>
#include <stdio.h>

#include "report/document/report_content.h"

/*
 * Reads the stored runs that the paths name (see store__list). 0, or -errno, logged; free with
 * report__close in the first case.
 */
int report__open(char *const *paths, size_t n, struct report *report);
void report__close(struct report *report);

/*
 * Writes the report into `folder`, which is made if it is missing; NULL: the folder of the only
 * run. only: that plot and nothing else; NULL: all. Files of these names are replaced, each whole
 * or not at all. Without gnuplot there are no plots, with a warning. 0, or -errno, logged.
 */
int report__write(struct report *report, const char *folder, const char *only);
/*
 * All of this at the end of a measurement: reads, writes, and tells where the page is. A report
 * that fails is only logged: what was measured is stored.
 */
void report__make(char *const *paths, size_t n, const char *folder);
/* What report__write has written, for people. */
void report__tell(const struct report *report, const char *folder, const char *only, FILE *file);

#endif
