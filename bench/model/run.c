// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SPREAD_SHARE 0.02
#define SPREAD_LEAST 4.0

void run__format_time(time_t when, char text[RUN_TIME_SIZE])
{
	struct tm utc;

	if (!gmtime_r(&when, &utc) || !strftime(text, RUN_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc))
		text[0] = '\0';
}

void run__set_started(struct run *run, time_t when)
{
	run__format_time(when, run->started);
}

void run__drop_histograms(struct run *run)
{
	/* It frees nothing else. */
	for (size_t i = 0; i < run->n_trials; i++)
		trial__free(&run->trials[i]);
}

/* Fewer hits than expected are a loss, not a reason to lower the count elsewhere. */
int64_t run__foreign_hits(const struct run *run, const struct trial *t)
{
	if (t->hits == COUNT_UNKNOWN || t->expected_hits == COUNT_UNKNOWN || run->plan.target[0])
		return COUNT_UNKNOWN;
	return t->hits > t->expected_hits ? t->hits - t->expected_hits : 0;
}

bool run__has_histograms(const struct run *run)
{
	return run->n_trials && run->trials[0].operation.cells.n;
}

bool run__is_emulated(const struct run *run)
{
	const char *accel = json_string_value(json_object_get(run->vm, "accelerator"));

	return accel && strcmp(accel, "kvm") != 0;
}

const struct capability *run__capability(const struct run *run, const char *backend)
{
	for (size_t i = 0; i < run->n_capabilities; i++)
		if (!strcmp(run->capabilities[i].backend, backend))
			return &run->capabilities[i];
	return NULL;
}

const char *run__varies(const struct run *run, const char *backend)
{
	const struct capability *c = run__capability(run, backend);

	return c && c->varies[0] ? c->varies : NULL;
}

double run__spread(const struct run *run, const char *backend, double overhead)
{
	const struct capability *c = run__capability(run, backend);

	if (!run__varies(run, backend))
		return 0;
	return fmax(SPREAD_SHARE * fabs(overhead), fmax(c->varies_by, SPREAD_LEAST));
}

unsigned int run__count_rounds(const struct run *run)
{
	return run->n_trials ? run->trials[run->n_trials - 1].round : 0;
}

void run__free(struct run *run)
{
	for (size_t i = 0; i < run->n_trials; i++)
		trial__free(&run->trials[i]);
	free(run->trials);
	json_decref(run->environment);
	json_decref(run->vm);
	json_decref(run->programs);
	program_facts__free(&run->facts);
	map_facts__free(&run->maps);
	json_decref(run->hyperfine);
	json_decref(run->explain);
	json_decref(run->drivers);
	memset(run, 0, sizeof(*run));
}
