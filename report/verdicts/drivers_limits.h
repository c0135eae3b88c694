/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much more of a driver a backend may add on another kernel: --max-increase DRIVER=N. */
#ifndef HOOKBENCH_REPORT_VERDICTS_DRIVERS_LIMITS_H
#define HOOKBENCH_REPORT_VERDICTS_DRIVERS_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/verdicts/drivers.h"

#define DRIVERS_LIMITS_MOST 32

struct drivers_limit {
	char name[32];
	enum driver_id of[2]; /* their sum; the second may be N_DRIVERS, none */
	int64_t most;	      /* not negative */
};

struct drivers_limits {
	size_t n;
	struct drivers_limit v[DRIVERS_LIMITS_MOST];
};

/* Whether the argument of --max-increase names a driver, or tries to. */
bool drivers_limits__is_one(const char *text);
/*
 * Adds "DRIVER=N": a key of driver_table, or "lines" or "pages", those of code and of data. 0;
 * -EINVAL if it is none, or too many.
 */
int drivers_limits__parse(const char *text, struct drivers_limits *limits);
/* The message then, with all names. */
void drivers_limits__usage(const char *text, char *message, size_t size);

/* One backend, between two runs. */
struct drivers_change {
	const char *backend; /* owned by the drivers */
	const struct drivers_limit *limit;
	int64_t before, after; /* what the backend adds */
};

bool drivers_change__exceeds(const struct drivers_change *change);
/*
 * All limits for each backend that both runs have, except what is subtracted from the others. 0, or
 * -ENOMEM, logged; free the list.
 */
int drivers_limits__judge(const struct drivers_limits *limits, const struct drivers *before,
			  const struct drivers *after, struct drivers_change **changes, size_t *n);

#endif
