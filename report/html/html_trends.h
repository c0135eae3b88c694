/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Small multiples: a panel a backend, with what it adds in one run after the other, from 0 on, and
 * each change written at the line. Drawn as SVG, by the page itself.
 */
#ifndef HOOKBENCH_REPORT_HTML_HTML_TRENDS_H
#define HOOKBENCH_REPORT_HTML_HTML_TRENDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct html_trend_point {
	const char *name;  /* of the run: the kernel's release, or a commit */
	double value;	   /* NAN: not measured */
	double low, high;  /* its interval; NAN: none */
	double difference; /* from the point before that it was compared with; NAN: unknown */
	bool is_change;	   /* written at the line */
};

struct html_trend {
	const char *backend;
	size_t n;
	const struct html_trend_point *v;
};

struct html_trends {
	const char *caption; /* a sentence, without the full stop */
	const char *unit;
	size_t n;
	const struct html_trend *v;
};

/* Nothing without a point. */
void html_trends__write(const struct html_trends *trends, FILE *file);

#endif
