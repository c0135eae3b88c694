/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Summaries of runs on stdout: as a run prints itself, and in the formats of other tools, from the
 * columns of summary.csv. What identifies a run is what identifies its line there.
 */
#ifndef HOOKBENCH_REPORT_TABLES_EXPORT_H
#define HOOKBENCH_REPORT_TABLES_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"

struct export_run {
	const struct run *run;
	const struct summary *summary;
};

/* What is written. */
struct export
{
	const struct export_run *runs; /* valid ones, unless says_invalid: a number of another would
					  be taken for sound */
	size_t n;
	const char *origin; /* of KCIDB: which system submits, [a-z0-9_]+ */
};

struct export_format {
	const char *name, *help;
	/* 0 or -errno, logged: -EEXIST if two numbers would have the same name in the format. */
	int (*write)(const struct export *what, FILE *file);
	bool says_invalid; /* such runs are written, too, with the reason */
};

/* Ends with a row whose name is NULL. */
extern const struct export_format export_formats[];

/* For the files of the formats. */
int export__write_benchfmt(const struct export *what, FILE *file);
int export__write_openmetrics(const struct export *what, FILE *file);
int export__write_smaller(const struct export *what, FILE *file);
int export__write_bmf(const struct export *what, FILE *file);
int export__write_kcidb(const struct export *what, FILE *file);

#endif
