/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The colour of a verdict on the terminal. */
#ifndef HOOKBENCH_REPORT_TABLES_VERDICT_COLOUR_H
#define HOOKBENCH_REPORT_TABLES_VERDICT_COLOUR_H

#include "report/tables/terminal_text.h"
#include "report/verdicts/compare.h"

enum text_colour verdict_colour(enum verdict verdict);

#endif
