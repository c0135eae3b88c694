/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What hookbench watched while it measured, and saw: what may have moved the numbers. */
#ifndef HOOKBENCH_REPORT_FIGURES_SEEN_DISTURBANCES_H
#define HOOKBENCH_REPORT_FIGURES_SEEN_DISTURBANCES_H

#include <stddef.h>

#include "bench/model/run.h"

#define SEEN_DISTURBANCES_MAX 24

/* In words, a line each: "14 involuntary context switches". */
struct seen_disturbances {
	size_t n;
	char lines[SEEN_DISTURBANCES_MAX][160];
};

/*
 * What happened while a run in nanoseconds lasted; nothing of one in instructions, which it cannot
 * move.
 */
void seen_disturbances__list(const struct run *run, struct seen_disturbances *watched);
/* Adds what of the machine's settings disturbs, as it was at the start. */
void seen_disturbances__add_settings(const struct run *run, struct seen_disturbances *watched);
/* "a, b, c", cut to `size` bytes. */
void seen_disturbances__join(const struct seen_disturbances *watched, char *text, size_t size);

#endif
