/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A page of what hooks cost over many runs: the changes with their reasons, the plot, each point.
 */
#ifndef HOOKBENCH_REPORT_HTML_HTML_HISTORY_H
#define HOOKBENCH_REPORT_HTML_HTML_HISTORY_H

#include <stdio.h>

#include "report/verdicts/history.h"

/*
 * The histories, at least one, are of the same runs in the same order. Write errors are reported by
 * the stream.
 */
void html_history__write(const struct history *histories, size_t n, enum history_order order,
			 FILE *file);

#endif
