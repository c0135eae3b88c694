/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sentence that is made of pieces. */
#ifndef HOOKBENCH_REPORT_FIGURES_SENTENCE_H
#define HOOKBENCH_REPORT_FIGURES_SENTENCE_H

#include <stddef.h>

struct sentence {
	char *text;
	size_t size, length; /* what does not fit is left out */
};

void sentence__say(struct sentence *s, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* What precedes the i-th of n items of a list: "a, b and c". */
const char *sentence__comma(size_t i, size_t n);

#endif
