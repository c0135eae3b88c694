/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the page that html.c puts together. Errors are the stream's. */
#ifndef HOOKBENCH_REPORT_HTML_HTML_PARTS_H
#define HOOKBENCH_REPORT_HTML_HTML_PARTS_H

#include <stdio.h>

#include "report/document/flame.h"
#include "report/document/report_content.h"

/* From the first line to the end of the head, with all style. */
void html_head__write(const char *title, FILE *file);
/* A figure; the caption is a sentence without its full stop. */
void html_flame__write(const struct flame *flame, const struct flame_look *look,
		       const char *caption, FILE *file);
/* By what a function is for, hooks stand out from what they hook. */
const char *html_flame__colour(const char *function);
/* Of one run: each backend a row. */
void html_table__write(const struct report_run *r, FILE *file);
/* Of several: each run a row, each backend a column. */
void html_matrix__write(const struct report *report, FILE *file);
/* Why a run can be relied on or not, as a list. */
void html_checks__write(const struct report_run *r, FILE *file);
/* Where its instructions go, if that was counted: nothing otherwise. */
void html_explain__write(const struct report *report, const struct report_run *r, FILE *file);
/* How it was measured, in plain words. */
void html_method__write(const struct report *report, FILE *file);
/* Everything that is known of where and how a run was made. */
void html_facts__write(const struct report_run *r, FILE *file);

#endif
