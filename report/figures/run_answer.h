/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run says, in one sentence: what the hooks cost, or why it cannot be told. */
#ifndef HOOKBENCH_REPORT_FIGURES_RUN_ANSWER_H
#define HOOKBENCH_REPORT_FIGURES_RUN_ANSWER_H

#include "bench/model/run.h"
#include "report/figures/sentence.h"
#include "report/figures/summary.h"

/* Of an invalid run, that it is, and why; without its numbers. */
void run_answer__say(struct sentence *s, const struct run *run, const struct summary *summary);

#endif
