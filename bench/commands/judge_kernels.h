/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict on runs of several kernels: of `hookbench regress`, and of cells that were merged. */
#ifndef HOOKBENCH_BENCH_COMMANDS_JUDGE_KERNELS_H
#define HOOKBENCH_BENCH_COMMANDS_JUDGE_KERNELS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "report/tables/matrix_print.h"
#include "report/verdicts/drivers_limits.h"
#include "report/verdicts/matrix.h"

struct judge_kernels {
	bool has_threshold;
	struct threshold threshold;
	bool gate_base; /* also the cost of `none` */
	bool drivers;	/* also what makes instructions dear */
	struct drivers_limits limits;
	const struct matrix_format *format;
	/* Of one of several matrices: see struct matrix. NULL: there is one only. */
	const char *label;
	bool is_further;
};

/* --max-increase and --format; ends the process if the value is wrong. */
void judge_kernels__take_increase(struct argp_state *state, const char *arg,
				  struct judge_kernels *judge);
void judge_kernels__take_format(struct argp_state *state, const char *arg,
				struct judge_kernels *judge);
/*
 * Prints the matrix of the kernels, and compares each with the one before. The exit status; a
 * kernel without a run makes it EXIT_INCONCLUSIVE at least.
 */
int judge_kernels(const struct judge_kernels *judge, const struct matrix_input *inputs, size_t n);

#endif
