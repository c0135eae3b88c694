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

enum history_order { HISTORY_BY_KERNEL, HISTORY_BY_DATE, HISTORY_BY_COMMIT };

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
 * Sorts the runs in place: by the version of the kernel and then the date; by the date alone; or by
 * commit, of which a run knows no order, so in that in which they were first measured. 0, or
 * -ENOMEM or, if no run says its commit, -ENODATA, logged.
 */
int history__sort(const struct run **runs, size_t n, enum history_order order);
/* What tells a point from others in such an order: the kernel's release, or the commit. */
#define HISTORY_NAME_SIZE 128
void history__name(const struct history_point *point, enum history_order order,
		   char name[HISTORY_NAME_SIZE]);
/*
 * The history of a backend over sorted runs of one unit, which must stay. 0 or -ENOMEM, logged;
 * free with history__free.
 */
int history__make(const struct run *const *runs, size_t n, const char *backend,
		  struct history *history);
void history__free(struct history *history);

#endif
