// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/drivers_limits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/number.h"

static const struct {
	const char *name;
	enum driver_id of[2];
} sums[] = {
	{ "lines", { DRIVER_CODE_LINES, DRIVER_DATA_LINES } },
	{ "pages", { DRIVER_CODE_PAGES, DRIVER_DATA_PAGES } },
};

#define N_SUMS (sizeof(sums) / sizeof(*sums))

bool drivers_limits__is_one(const char *text)
{
	return strchr(text, '=');
}

static bool find(const char *name, enum driver_id of[2])
{
	of[0] = driver__find(name);
	of[1] = N_DRIVERS;
	for (size_t i = 0; i < N_SUMS; i++)
		if (!strcmp(sums[i].name, name))
			memcpy(of, sums[i].of, sizeof(sums[i].of));
	return of[0] != N_DRIVERS;
}

int drivers_limits__parse(const char *text, struct drivers_limits *limits)
{
	const char *equals = strchr(text, '=');
	struct drivers_limit limit = { 0 };
	uint64_t most;

	if (!equals || (size_t)(equals - text) >= sizeof(limit.name) ||
	    limits->n == DRIVERS_LIMITS_MOST)
		return -EINVAL;
	memcpy(limit.name, text, (size_t)(equals - text));
	if (!find(limit.name, limit.of) || !number__parse(equals + 1, &most) || most > DRIVER_MAX)
		return -EINVAL;
	limit.most = (int64_t)most;
	limits->v[limits->n++] = limit;
	return 0;
}

void drivers_limits__usage(const char *text, char *message, size_t size)
{
	size_t used = (size_t)snprintf(
		message, size,
		"--max-increase needs a driver and a whole number, such as locked=0, not \"%.64s\"; use one of: lines, pages",
		text);

	for (int i = 0; i < N_DRIVERS && used < size; i++)
		used += (size_t)snprintf(message + used, size - used, ", %s", driver_table[i].key);
}

static int64_t added(const struct driven *d, const struct drivers_limit *limit)
{
	int64_t n = driven_pair__difference(&d->of[limit->of[0]]);

	return limit->of[1] == N_DRIVERS ? n : n + driven_pair__difference(&d->of[limit->of[1]]);
}

bool drivers_change__exceeds(const struct drivers_change *change)
{
	return change->after - change->before > change->limit->most;
}

int drivers_limits__judge(const struct drivers_limits *limits, const struct drivers *before,
			  const struct drivers *after, struct drivers_change **changes, size_t *n)
{
	struct drivers_change *v = calloc(before->n * limits->n + 1, sizeof(*v));

	*changes = v;
	*n = 0;
	if (!v)
		return log__out_of_memory();
	for (size_t i = 0; i < before->n; i++) {
		const struct driven *a = &before->v[i], *b = drivers__find(after, a->backend);

		for (size_t j = 0; b && !a->reference && j < limits->n; j++) {
			const struct drivers_limit *limit = &limits->v[j];

			v[(*n)++] = (struct drivers_change){ a->backend, limit, added(a, limit),
							     added(b, limit) };
		}
	}
	return 0;
}
