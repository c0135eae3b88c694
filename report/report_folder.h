/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder of a report, and how the report gets there: complete, replacing an earlier one. */
#ifndef HOOKBENCH_REPORT_REPORT_FOLDER_H
#define HOOKBENCH_REPORT_REPORT_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "report/document/report_content.h"

/* folder: as the user gave it; NULL: the folder of the only run. */
void report_folder__find(const struct report *report, const char *folder, char *path, size_t size);
/* Whether the folder is a stored run, other than the only run of the report. */
bool report_folder__is_another_run(const struct report *report, const char *path);
/*
 * Moves the files of a report from `temporary` into `folder`, on the same file system. Each
 * replaces a file of the same name. whole: first remove files of an earlier report that this one
 * does not have. Concurrent reports into one folder are serialised. 0 or -errno.
 */
int report_folder__take_over(const struct report *report, const char *temporary, const char *folder,
			     bool whole);

#endif
