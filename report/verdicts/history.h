/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One backend over many runs that differ in the kernel or in time: what it cost at each, and where
 * that changed. In instructions every difference is a change; times are judged as by compare.
 */
#ifndef HOOKBENCH_REPORT_VERDICTS_HISTORY_H
#define HOOKBENCH_REPORT_VERDICTS_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/model/run.h"
#include "report/verdicts/compare.h"

enum history_order { HISTORY_BY_KERNEL, HISTORY_BY_DATE };

struct history_point {
	const struct run *run;
	double value;	   /* the overhead; NAN if the backend was not measured */
	double difference; /* from the last run before that could be compared; NAN: there is none */
	bool is_change;
	char note[320]; /* the functions that changed, or why it cannot be compared; or "" */
};

struct history {
	char backend[NAME_SIZE];
	enum clock_unit unit;
	size_t n, n_changes;
	struct history_point *points; /* in order */
};

/*
 * Sorts the runs in place: by the version of the kernel and then the date, or by the date alone.
 */
void history__sort(const struct run **runs, size_t n, enum history_order order);
/*
 * The history of a backend over sorted runs of one unit, which must stay. 0 or -ENOMEM, logged;
 * free with history__free.
 */
int history__make(const struct run *const *runs, size_t n, const char *backend,
		  struct history *history);
void history__free(struct history *history);

#endif
