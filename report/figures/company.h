/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * In which company a run's hooks were measured: the one place that puts --beside, --elsewhere,
 * --copies and --pid-filter into words. Whoever reads a table has to know them, since they are in
 * every cost.
 */
#ifndef HOOKBENCH_REPORT_FIGURES_COMPANY_H
#define HOOKBENCH_REPORT_FIGURES_COMPANY_H

#include "bench/model/fields.h"
#include "bench/model/plan.h"

#define COMPANY_PART_SIZE 80			  /* of one of them, with the NUL */
#define COMPANY_SIZE	  (4 * COMPANY_PART_SIZE) /* of all of them */

/*
 * The same of a struct plan as columns, each with its value, for the files of runs and reports.
 * They have the keys of a stored plan.
 */
extern const struct field company_columns[];

/* One of them: "beside kprobe"; also what is the default: "beside nothing", "1 copy". */
void company__format_beside(const struct plan *plan, char text[COMPANY_PART_SIZE]);
void company__format_elsewhere(const struct plan *plan, char text[COMPANY_PART_SIZE]);
void company__format_copies(const struct plan *plan, char text[COMPANY_PART_SIZE]);
void company__format_pid_filter(const struct plan *plan, char text[COMPANY_PART_SIZE]);

/* What is not the default: "beside kprobe, 8 copies"; "" if all is. */
void company__format(const struct plan *plan, char text[COMPANY_SIZE]);

#endif
