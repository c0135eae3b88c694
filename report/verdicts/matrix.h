/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs of one plan on several kernels, one after another: what each backend costs on which. Runs
 * that were made to differ in more (see run_labels__are_series) stand beside each other and are not
 * compared.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_MATRIX_H
#define HOOKBENCH_REPORT_VERDICTS_MATRIX_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"
#include "report/figures/summary.h"
#include "report/verdicts/compare.h"

/* What is known of a kernel. */
struct matrix_input {
	const char *name;	       /* as the user knows it */
	const struct run *run;	       /* NULL if it could not be measured */
	const char *reason;	       /* then: why */
	const struct summary *summary; /* of the run; NULL: to be made */
};

struct matrix_row {
	const char *name;
	char label[96]; /* the kernel's release without what all have in common, or its name */
	bool is_running;
	const struct run *run; /* NULL if it could not be measured */
	const char *reason;
	struct summary summary;
	const struct matrix_row *before; /* what it is compared with; NULL: nothing */
	struct comparison change;	 /* `before` -> this */
};

struct matrix {
	size_t n;
	struct matrix_row *rows; /* in the order of the inputs */
	const struct run *first; /* that was measured; NULL if none was */
	bool is_series;		 /* nothing is compared */
	/* The first that was measured -> the last, if there are others between them. */
	bool has_overall;
	const struct matrix_row *overall_rows[2];
	struct comparison overall;
};

/*
 * The inputs must stay as long as the matrix. `threshold` NULL: the clock's default. 0 or -ENOMEM,
 * logged; free with matrix__free.
 */
int matrix__make(const struct matrix_input *inputs, size_t n, const struct threshold *threshold,
		 struct matrix *matrix);
void matrix__free(struct matrix *matrix);

/* The worst of all changes; VERDICT_NONE if nothing was compared. */
enum verdict matrix__verdict(const struct matrix *matrix);

#endif
