/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the page that html.c assembles. Write errors are reported by the stream. */
#ifndef HOOKBENCH_REPORT_HTML_HTML_PARTS_H
#define HOOKBENCH_REPORT_HTML_HTML_PARTS_H

#include <stdio.h>

#include "report/document/flame.h"
#include "report/document/report_content.h"
#include "report/verdicts/drivers.h"
#include "report/verdicts/explanation.h"

/* From the first line to the end of the head, including all CSS. */
void html_head__write(const char *title, FILE *file);
/* The same for a page that has CSS of its own, which contains no "</". */
void html_head__write_styled(const char *title, const char *more_css, FILE *file);
/* A figure; the caption is a sentence without the full stop. */
void html_flame__write(const struct flame *flame, const struct flame_look *look,
		       const char *caption, FILE *file);
/* Of what functions do, wherever it is drawn: "#A9CFEA". */
const char *html_group__colour(enum group group);
/* Colours by purpose: the code of a hook stands out from the hooked function. */
const char *html_flame__colour(const char *function);
/* One run: one row per backend. */
void html_table__write(const struct report_run *r, FILE *file);
/*
 * In nanoseconds: what is added to which operations, and of which hooks no difference is shown;
 * writes nothing in instructions.
 */
void html_operations__write(const struct report_run *r, FILE *file);
/* The users' own programs of a run; writes nothing without any. */
void html_programs__write(const struct report_run *r, FILE *file);
/* The end of a page: the program's version, and the script. */
void html_foot__write(FILE *file);
/* Several runs that are compared: a panel a backend; nothing of others. */
void html_kernels__write(const struct report *report, FILE *file);
/* Several runs: one row per run, one column per backend. */
void html_matrix__write(const struct report *report, FILE *file);
/* Why a run is valid or not, as a list. */
void html_checks__write(const struct report_run *r, FILE *file);
/* What each hook adds to a call, and, if that was counted, where its instructions go. */
void html_costs__write(const struct report *report, const struct report_run *r, FILE *file);
/* Of one backend: its functions, and flame graphs. */
void html_explain__write(const struct report *report, const struct report_run *r,
			 const struct explanation *e, const char *backend, FILE *file);
/* What makes them dear; the same. */
void html_drivers__write(const struct report_run *r, FILE *file);
/* Of those whose classes add up, as bars. */
void html_driver_bars__write(const struct drivers *drivers, FILE *file);
/* What they mean for a hook that is hit often, and for one that is hit rarely. */
void html_hot_cold__write(const struct drivers *drivers, FILE *file);
/*
 * The CPU's counters of a run, beside what makes instructions dear in it or in another run of the
 * same; nothing if there are none.
 */
void html_counters__write(const struct report *report, size_t run, FILE *file);
/* How the runs were measured, in plain words. */
void html_method__write(const struct report *report, FILE *file);
/* Everything that is known about where and how a run was measured. */
void html_facts__write(const struct report_run *r, FILE *file);

#endif
