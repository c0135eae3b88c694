/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a hook adds to which operations, in words: a hook seldom costs all of them the same, and on
 * a shared machine a part of them is slowed down by something else. See docs/nanoseconds.md.
 */
#ifndef HOOKBENCH_REPORT_FIGURES_OPERATION_PARTS_H
#define HOOKBENCH_REPORT_FIGURES_OPERATION_PARTS_H

#include <stdbool.h>

#include "report/figures/format.h"
#include "report/figures/summary.h"

/* The names of the parts, in the order of the members below. */
#define OPERATION_PARTS_FASTEST "the fastest quarter of operations"
#define OPERATION_PARTS_MEDIAN	"the median"
#define OPERATION_PARTS_MEAN	"the mean"
/* Which operations each of them speaks of; plain text, without marks of any format. */
extern const char operation_parts_meaning[];

/* Each as "+86 [71, 102]": the estimate and its interval of SUMMARY_CONFIDENCE, in nanoseconds. */
struct operation_parts {
	char fastest[CELL_SIZE], median[CELL_SIZE], mean[CELL_SIZE];
};

/*
 * False, and `parts` is not set: of the reference, and where the fastest quarter has no interval
 * (in instructions, with too few rounds, without histograms).
 */
bool operation_parts__format(const struct summary_row *row, struct operation_parts *parts);
/* Whether a run has any; not of commands, whose trials are single runs. */
bool operation_parts__are_known(const struct run *run, const struct summary *summary);

#endif
