/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disturbances that hookbench saw while it measured, which may have affected the numbers. */
#ifndef HOOKBENCH_REPORT_FIGURES_SEEN_DISTURBANCES_H
#define HOOKBENCH_REPORT_FIGURES_SEEN_DISTURBANCES_H

#include <stddef.h>

#include "bench/model/run.h"

#define SEEN_DISTURBANCES_MAX 24

/* In words, one per line: "14 involuntary context switches". */
struct seen_disturbances {
	size_t n;
	char lines[SEEN_DISTURBANCES_MAX][160];
};

/*
 * Lists what happened during a run in nanoseconds. Empty for a run in instructions, which
 * disturbances cannot affect.
 */
void seen_disturbances__list(const struct run *run, struct seen_disturbances *watched);
/* Adds the machine's settings that disturb measurements, as they were at the start. */
void seen_disturbances__add_settings(const struct run *run, struct seen_disturbances *watched);
/* "a, b, c", cut to `size` bytes. */
void seen_disturbances__join(const struct seen_disturbances *watched, char *text, size_t size);

#endif
