/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints and judges the drivers of several runs, for the commands that compare runs. */
#ifndef HOOKBENCH_BENCH_COMMANDS_JUDGE_DRIVERS_H
#define HOOKBENCH_BENCH_COMMANDS_JUDGE_DRIVERS_H

#include <argp.h>

#include "report/tables/drivers_matrix_print.h"
#include "report/verdicts/drivers_limits.h"
#include "report/verdicts/matrix.h"

/* A DRIVER=N of --max-increase. Ends the process if it is invalid. */
void judge_drivers__take(struct argp_state *state, const char *arg, struct drivers_limits *limits);

/*
 * Judges each run of the matrix beside the one before, and the last beside the first, with a
 * message for each limit that is exceeded. The exit status.
 */
int judge_drivers__matrix(const struct matrix *matrix, const struct drivers_limits *limits,
			  const struct drivers_matrix_format *print);
/* A regression that was found is one, whatever else could not be judged; else the larger one. */
int exit_status__worse(int a, int b);
/* Two runs; the names are of the runs. */
int judge_drivers__pair(const struct run *base, const char *base_name, const struct run *new_run,
			const char *new_name, const struct drivers_limits *limits);

#endif
