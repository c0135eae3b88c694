/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict of a comparison, as a sentence. */
#ifndef HOOKBENCH_REPORT_VERDICTS_COMPARE_ANSWER_H
#define HOOKBENCH_REPORT_VERDICTS_COMPARE_ANSWER_H

#include "report/figures/sentence.h"
#include "report/verdicts/compare.h"

/*
 * "Regression: kprobe costs 16 instructions more (+4.0 %, moderate); 2 cost less, 1 the same." The
 * worst is named first, and of many only the worst.
 */
void compare_answer__say(struct sentence *s, const struct comparison *comparison);

#endif
