/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs of one plan on several kernels, in order: the cost of each backend on each kernel. Runs that
 * differ on purpose in more than the kernel (see run_labels__are_series) are shown side by side,
 * but not compared.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_MATRIX_H
#define HOOKBENCH_REPORT_VERDICTS_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"
#include "report/verdicts/compare.h"

/* What is known about a kernel. */
struct matrix_input {
	const char *name;	       /* as the user named it */
	const struct run *run;	       /* NULL if it could not be measured */
	const char *reason;	       /* if not: why */
	const struct summary *summary; /* of the run; NULL: compute it */
};

struct matrix_row {
	const char *name;
	char label[96]; /* the kernel's release without the common suffix, or its name */
	bool is_running;
	const struct run *run; /* NULL if it could not be measured */
	const char *reason;
	struct summary summary;
	const struct matrix_row *before; /* the row that it is compared with, or NULL */
	struct comparison change;	 /* `before` -> this */
};

struct matrix {
	size_t n;
	struct matrix_row *rows; /* in the order of the inputs */
	const struct run *first; /* the first measured run; NULL if there is none */
	/* One of several, each with other values of some options; set after making it, else "". */
	const char *label;
	bool is_further; /* another was printed before it */
	bool is_series;	 /* nothing is compared */
	/* The first measured run -> the last, if there are others in between. */
	bool has_overall;
	const struct matrix_row *overall_rows[2];
	struct comparison overall;
};

/*
 * The inputs must outlive the matrix. threshold: NULL for the clock's default. 0 or -ENOMEM,
 * logged; free with matrix__free.
 */
int matrix__make(const struct matrix_input *inputs, size_t n, const struct threshold *threshold,
		 struct matrix *matrix);
void matrix__free(struct matrix *matrix);

/* The worst verdict of all changes; VERDICT_NONE if nothing was compared. */
enum verdict matrix__verdict(const struct matrix *matrix);

#endif
