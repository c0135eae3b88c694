/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a stored run: result.json, and the files derived from it. */
#ifndef HOOKBENCH_REPORT_RUN_FOLDER_H
#define HOOKBENCH_REPORT_RUN_FOLDER_H

#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

/* Same as store__write and store__write_new. */
int run_folder__write(const struct run *run, const struct summary *summary, const char *folder);
int run_folder__write_new(const struct run *run, const struct summary *summary, const char *parent,
			  char *path, size_t size);

#endif
