/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report as one self-contained HTML page: it can be mailed, and makes no network requests. */
#ifndef HOOKBENCH_REPORT_HTML_HTML_H
#define HOOKBENCH_REPORT_HTML_HTML_H

#include <stdio.h>

#include "report/document/report_content.h"

/*
 * Writes the whole page. Texts of the report may be any bytes. The SVG of a plot is copied
 * unchanged from its <svg> tag on. Write errors are reported by the stream.
 */
void html__write(const struct report *report, FILE *file);

#endif
