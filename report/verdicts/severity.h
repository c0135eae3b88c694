/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How bad a regression is. One instruction more is a regression, of 140 or of 14,000; but it is not
 * the news that a third more is.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_SEVERITY_H
#define HOOKBENCH_REPORT_VERDICTS_SEVERITY_H

#include "bench/model/clock_unit.h"

enum severity {
	SEVERITY_SLIGHT,
	SEVERITY_MODERATE, /* at least 1 % of what it was; and 3 instructions, if they are counted
			    */
	SEVERITY_SEVERE,   /* at least 10 %, and 10 instructions; or it does not attach any more */
};

/*
 * Of an increase in the clock's unit, and in per cent of what it was. NAN: nothing can be divided
 * by; a difference of NAN: the hook is gone.
 */
enum severity severity__of(double difference, double percent, enum clock_unit unit);
/* "slight", ... */
const char *severity__name(enum severity severity);

#endif
