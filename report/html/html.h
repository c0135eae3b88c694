/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report as one HTML page that needs nothing else: it can be mailed, and asks nobody. */
#ifndef HOOKBENCH_REPORT_HTML_HTML_H
#define HOOKBENCH_REPORT_HTML_HTML_H

#include <stdio.h>

#include "report/document/report_content.h"

/*
 * The whole page. Texts of the report may be any bytes; svg of its plots stands in the page as it
 * is, from its tag <svg> on. Errors are the stream's.
 */
void html__write(const struct report *report, FILE *file);

#endif
