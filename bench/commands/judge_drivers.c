// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/commands/judge_drivers.h"

#include <inttypes.h>
#include <stdlib.h>

#include "bench/base/log.h"
#include "bench/base/usage_error.h"
#include "bench/commands/commands.h"

void judge_drivers__take(struct argp_state *state, const char *arg, struct drivers_limits *limits)
{
	char message[1024];

	if (!drivers_limits__parse(arg, limits))
		return;
	drivers_limits__usage(arg, message, sizeof(message));
	usage_error(state, "%s", message);
}

int exit_status__worse(int a, int b)
{
	if (a == EXIT_REGRESSION || b == EXIT_REGRESSION)
		return EXIT_REGRESSION;
	return a > b ? a : b;
}

static int judge(const struct drivers *before, const char *before_name, const struct drivers *after,
		 const char *after_name, const struct drivers_limits *limits)
{
	struct drivers_change *changes;
	int status = EXIT_OK;
	size_t n;

	if (drivers_limits__judge(limits, before, after, &changes, &n))
		return EXIT_NOT_MEASURED;
	for (size_t i = 0; i < n; i++) {
		const struct drivers_change *c = &changes[i];

		if (!drivers_change__exceeds(c))
			continue;
		log__error("%s -> %s: %s adds %" PRId64 " %s, and %" PRId64 " before: %" PRId64
			   " more, of which %" PRId64 " are tolerated",
			   before_name, after_name, c->backend, c->after, c->limit->name, c->before,
			   c->after - c->before, c->limit->most);
		status = EXIT_REGRESSION;
	}
	free(changes);
	return status;
}

static int make(const struct run *run, const char *name, struct drivers *drivers)
{
	struct summary *summary = malloc(sizeof(*summary));
	int status = EXIT_INCONCLUSIVE;

	*drivers = (struct drivers){ 0 };
	if (!summary)
		return log__out_of_memory(), EXIT_NOT_MEASURED;
	summary__make(run, summary);
	if (drivers__check(run, name) || drivers__make(run, summary, drivers)) {
		free(summary);
		return status;
	}
	free(summary);
	if (drivers__add_up(drivers))
		return EXIT_OK;
	log__error("the parts do not add up to the overhead on %s: do not rely on this output",
		   name);
	return status;
}

/* The kernels that were measured, one after the other, and the last with the first. */
static int judge_rows(const struct matrix *m, const struct drivers *drivers,
		      const struct drivers_limits *limits)
{
	size_t first = m->n, last = m->n;
	int status = EXIT_OK, compared = 0;

	for (size_t i = 0; i < m->n; i++) {
		if (!drivers[i].n)
			continue;
		if (last < m->n && !m->is_series) {
			status = exit_status__worse(status,
						    judge(&drivers[last], m->rows[last].label,
							  &drivers[i], m->rows[i].label, limits));
			compared++;
		}
		first = first == m->n ? i : first;
		last = i;
	}
	if (compared > 1)
		status = exit_status__worse(status,
					    judge(&drivers[first], m->rows[first].label,
						  &drivers[last], m->rows[last].label, limits));
	return status;
}

int judge_drivers__matrix(const struct matrix *m, const struct drivers_limits *limits,
			  const struct drivers_matrix_format *print)
{
	struct drivers *drivers = calloc(m->n + 1, sizeof(*drivers));
	int status = EXIT_OK;

	if (!drivers)
		return log__out_of_memory(), EXIT_NOT_MEASURED;
	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i].run)
			status = exit_status__worse(
				status, make(m->rows[i].run, m->rows[i].label, &drivers[i]));
	print->print(m, drivers, stdout);
	fflush(stdout); /* before the messages on stderr */
	status = exit_status__worse(status, judge_rows(m, drivers, limits));
	for (size_t i = 0; i < m->n; i++)
		drivers__free(&drivers[i]);
	free(drivers);
	return status;
}

int judge_drivers__pair(const struct run *base, const char *base_name, const struct run *new_run,
			const char *new_name, const struct drivers_limits *limits)
{
	struct drivers before, after = { 0 };
	int status = make(base, base_name, &before);

	if (status == EXIT_OK)
		status = make(new_run, new_name, &after);
	if (status == EXIT_OK)
		status = judge(&before, base_name, &after, new_name, limits);
	drivers__free(&before);
	drivers__free(&after);
	return status;
}
