/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folder that a report goes into, and how it gets there: whole, in place of an earlier one. */
#ifndef HOOKBENCH_REPORT_REPORT_FOLDER_H
#define HOOKBENCH_REPORT_REPORT_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "report/document/report_content.h"

/* folder: as it was given; NULL: that of the only run. */
void report_folder__find(const struct report *report, const char *folder, char *path, size_t size);
/* Whether the folder is a stored run other than the only one that is reported on. */
bool report_folder__is_another_run(const struct report *report, const char *path);
/*
 * Moves the files of a report from `temporary` into `folder`, on the same file system, where each
 * replaces one of the same name. whole: first removes what an earlier report left, if these runs
 * have no such file. Two reports into one folder take turns. 0 or -errno.
 */
int report_folder__take_over(const struct report *report, const char *temporary, const char *folder,
			     bool whole);

#endif
