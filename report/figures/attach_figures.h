/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What attaching costs, over the repeats of each backend and number of functions. */
#ifndef HOOKBENCH_REPORT_FIGURES_ATTACH_FIGURES_H
#define HOOKBENCH_REPORT_FIGURES_ATTACH_FIGURES_H

#include <stddef.h>

#include "bench/model/attach_cost.h"

enum attach_figure_id {
	ATTACH_LOAD,
	ATTACH_ATTACH,
	ATTACH_DETACH,
	ATTACH_LOAD_NS,
	ATTACH_ATTACH_NS,
	ATTACH_DETACH_NS,
	ATTACH_FIGURES
};

/* Over the repeats; NAN if it was refused. */
struct attach_figure {
	double least, median, most;
};

struct attach_row {
	const char *backend;
	uint64_t functions; /* as in struct attach_trial */
	const char *reason; /* "": it was not refused */
	size_t repeats;
	struct attach_figure figures[ATTACH_FIGURES];
};

struct attach_rows {
	size_t n;
	struct attach_row *v; /* in the order of the trials, which must stay */
};

/* 0 or -ENOMEM, logged. */
int attach_rows__make(const struct attach_cost *cost, struct attach_rows *rows);
void attach_rows__free(struct attach_rows *rows);
/*
 * How far the processor time of a row's repeats varies, at most, in per cent of the median; 0: not
 * at all.
 */
double attach_row__spread(const struct attach_row *row);

#endif
