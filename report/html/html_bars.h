/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A chart of horizontal bars, a backend each, which needs no program but the page: text and boxes
 * of HTML, sized by its style. Any page with html_head__write's style can hold it.
 */
#ifndef HOOKBENCH_REPORT_HTML_HTML_BARS_H
#define HOOKBENCH_REPORT_HTML_HTML_BARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A part of a bar; one below 0 is drawn hatched, backwards from the end of the others. */
struct html_bar_part {
	const char *name;
	const char *colour; /* "#9ECAE1", light enough for black text */
	double value;
};

struct html_bar {
	const char *backend; /* which has a colour */
	const char *label;   /* shown instead; NULL: the backend's name */
	double value;
	double low, high; /* an interval around it; NAN: none */
	bool is_unsure;	  /* nothing is shown by the value: it may be noise */
	const char *note; /* below the bar; NULL or "": none */
	size_t n;
	const struct html_bar_part *parts; /* they add up to the value; none: a plain bar */
};

struct html_bars {
	const char *caption; /* a sentence, without the full stop */
	const char *unit;    /* of all values */
	size_t n;
	const struct html_bar *v; /* in the order in which they are shown */
};

/* What the colours of parts mean; nothing without any. */
void html_key__write(const struct html_bar_part *const *parts, size_t n, FILE *file);
/* With its key; nothing without a bar. */
void html_bars__write(const struct html_bars *bars, FILE *file);

#endif
