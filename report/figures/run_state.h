/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run as a whole is worth: a run over noise has no fault, and yet shows nothing. */
#ifndef HOOKBENCH_REPORT_FIGURES_RUN_STATE_H
#define HOOKBENCH_REPORT_FIGURES_RUN_STATE_H

#include "report/figures/summary.h"

enum run_state {
	RUN_VALID,
	/* Of some hooks it cannot be told whether they cost anything, or as much as hooks cost. */
	RUN_UNSURE,
	RUN_INVALID,
};

enum run_state run_state__of(const struct run *run, const struct summary *summary);
/* "valid", "unsure" or "INVALID" */
const char *run_state__name(enum run_state state);

#define RUN_STATE_SIZE 512

/*
 * Of a run that is RUN_UNSURE, a sentence without the full stop: "Too noisy to tell kprobe and tp
 * from none: up to 163 ns cannot be excluded". "" of others.
 */
void run_state__format(const struct run *run, const struct summary *summary,
		       char text[RUN_STATE_SIZE]);

#endif
