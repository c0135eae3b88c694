/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A report as Markdown for a pull request or a commit message. */
#ifndef HOOKBENCH_REPORT_DOCUMENT_MARKDOWN_H
#define HOOKBENCH_REPORT_DOCUMENT_MARKDOWN_H

#include <stdio.h>

#include "report/document/report_content.h"

/*
 * Under 60 lines for ten runs with eight backends. No line begins with '#', because git would treat
 * it as a comment. Texts of the report may be any bytes. Write errors are reported by the stream.
 */
void markdown__write(const struct report *report, FILE *file);

#endif
