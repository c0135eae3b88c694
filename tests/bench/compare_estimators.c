// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/compare_estimators.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/base/new_file.h"
#include "tests/bench/estimator.h"
#include "tests/bench/peers.h"
#include "tests/bench/power.h"

#define MAX_ESTIMATORS 32

/* Of the data: up to that many ns, in steps of so many. */
#define DATA_NS	     400
#define DATA_STEP_NS 2

/* The first set that has trials of this length; NULL: none. */
static const struct recorded_set *find_set(const struct recording *r, uint64_t cycles)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->sets[i].cycles == cycles)
			return &r->sets[i];
	return NULL;
}

/* Of one set, from the start of its first trial to that of its last. */
static double seconds_of(const struct recorded_set *set)
{
	uint64_t first = UINT64_MAX, last = 0;

	for (size_t i = 0; i < set->rounds * SLOTS; i++) {
		uint64_t start = set->trials[i].start_us;

		first = start < first ? start : first;
		last = start > last ? start : last;
	}
	return (double)(last - first) / 1e6;
}

static void print_heading(const struct recording *r, uint64_t cycles)
{
	struct recorded_rounds rounds = recording__rounds(r, cycles);
	double seconds = 0;
	size_t sets = 0;
	char text[48];

	for (size_t i = 0; i < r->n; i++)
		if (r->sets[i].cycles == cycles) {
			seconds += seconds_of(&r->sets[i]);
			sets++;
		}
	recorded_rounds__format(&rounds, text);
	printf("\n%zu sets of %s rounds of %d trials of %" PRIu64 " operations, %.1f s a set\n",
	       sets, text, SLOTS, cycles, seconds / (double)sets);
}

static void print_power(const char *name, const struct power *p)
{
	printf("%-29s %4.1f %% %8.2f %8.1f ns %8.1f ns %8.1f ns %7.1f %%\n", name,
	       100.0 * (double)p->alarms / (double)p->n, p->factor, p->half, p->seen, p->seen_as_is,
	       100.0 * (double)p->held / (double)p->delays);
}

static int print_estimators(const struct recording *r, uint64_t cycles, struct power *powers)
{
	printf("%-29s %6s %8s %11s %11s %11s %9s\n", "", "false", "factor", "found in", "found in",
	       "as it is,", "interval");
	printf("%-29s %6s %8s %11s %11s %11s %9s\n", "estimator", "alarms", "for 5 %", "50 %",
	       "95 %", "95 %", "holds it");
	for (size_t i = 0; estimators[i].name; i++) {
		int err = power__make(r, &estimators[i], cycles, &powers[i]);

		if (err)
			return err;
		print_power(estimators[i].name, &powers[i]);
		fflush(stdout);
	}
	return 0;
}

/* ---- peers ---- */

static const double tried_ns[] = { 20, 50, 100, 200 };

#define TRIED (sizeof(tried_ns) / sizeof(*tried_ns))

/* In so much of all cases, it must be right, or say so. */
#define WANTED_SHARE 0.95

/* The least delay that it finds; or that it orders correctly, if it does not judge. NAN: none. */
static double least_of_peer(const struct peer *peer, const struct recording *r, uint64_t cycles)
{
	for (double ns = 5; ns < 5000; ns *= 1.05) {
		struct peer_count c;

		peer__count(peer, r, cycles, ns, &c);
		if ((double)(peer->sees ? c.seen : c.right) >= WANTED_SHARE * (double)c.n)
			return ns;
	}
	return NAN;
}

static void print_peer(const struct peer *peer, const struct recording *r, uint64_t cycles)
{
	struct peer_count c;
	char alarms[32] = "-";
	double least;

	peer__count(peer, r, cycles, 0, &c);
	if (peer->sees)
		snprintf(alarms, sizeof(alarms), "%.1f %%", 100.0 * (double)c.seen / (double)c.n);
	printf("%-29s %7s", peer->name, alarms);
	for (size_t i = 0; i < TRIED; i++) {
		peer__count(peer, r, cycles, tried_ns[i], &c);
		printf(" %7.1f %%", 100.0 * (double)c.right / (double)c.n);
	}
	least = least_of_peer(peer, r, cycles);
	if (isnan(least))
		printf(" %12s", "none");
	else
		printf(" %9.0f ns", least);
	puts(peer->sees ? "" : " (the order only)");
}

/* hookbench's own, of the same pairs: the order by its estimate, and what its intervals exclude. */
static int print_own(const struct estimator *estimator, const struct recording *r, uint64_t cycles,
		     const struct power *p)
{
	size_t n = 0, right[TRIED] = { 0 };

	for (size_t i = 0; i < r->n; i++)
		for (size_t pair = 0; r->sets[i].cycles == cycles && pair < PAIRS; pair++, n++) {
			struct estimate e;
			int err =
				estimator__estimate(estimator, &r->sets[i], 2 * pair, 2 * pair + 1,
						    (double)r->machine.step_ps / 1000, 1, &e);

			if (err)
				return err;
			for (size_t k = 0; k < TRIED; k++)
				right[k] += e.value + tried_ns[k] > 0;
			estimate__free(&e);
		}
	printf("%-29s %5.1f %%", estimator->name, 100.0 * (double)p->alarms / (double)p->n);
	for (size_t k = 0; k < TRIED; k++)
		printf(" %7.1f %%", 100.0 * (double)right[k] / (double)n);
	printf(" %9.0f ns\n", p->seen_as_is);
	return 0;
}

static int print_peers(const struct recording *r, uint64_t cycles, const struct power *powers)
{
	int err = 0;

	printf("\n%-29s %7s  right about two costs that differ by\n", "", "false");
	printf("%-29s %7s", "judged by", "alarms");
	for (size_t i = 0; i < TRIED; i++)
		printf(" %6.0f ns", tried_ns[i]);
	printf(" %12s\n", "found, 95 %");
	for (const struct peer *p = peers; p->name; p++)
		print_peer(p, r, cycles);
	for (size_t i = 0; estimators[i].name && !err; i++)
		if (estimators[i].product)
			err = print_own(&estimators[i], r, cycles, &powers[i]);
	return err;
}

/* ---- data ---- */

/* A column for each estimator, in per cent. */
static int write_data(FILE *file, const void *what)
{
	const struct power *powers = what;

	fputs("delay_ns", file);
	for (size_t i = 0; estimators[i].name; i++)
		fprintf(file, ",\"%s\"", estimators[i].name);
	fputc('\n', file);
	for (int ns = 0; ns <= DATA_NS; ns += DATA_STEP_NS) {
		fprintf(file, "%d", ns);
		for (size_t i = 0; estimators[i].name; i++)
			fprintf(file, ",%.1f", 100 * power__of_delay(&powers[i], ns));
		fputc('\n', file);
	}
	return 0;
}

static int save_data(const char *path, const struct power *powers)
{
	int err = new_file__write(path, write_data, powers);

	return err ? log__fail(err, "%s: cannot be written: %s", path, strerror(-err)) : 0;
}

/* ---- all of it ---- */

static bool is_first_of_its_length(const struct recording *r, size_t set)
{
	return find_set(r, r->sets[set].cycles) == &r->sets[set];
}

static int print_length(const struct recording *r, uint64_t cycles, const char *data)
{
	struct power powers[MAX_ESTIMATORS] = { { .n = 0 } };
	int err = 0;

	print_heading(r, cycles);
	if (recording__rounds(r, cycles).least < ESTIMATE_MIN_ROUNDS) {
		printf("Too few rounds for intervals: %d are needed to compare what is made of them.\n",
		       ESTIMATE_MIN_ROUNDS);
		return 0;
	}
	err = print_estimators(r, cycles, powers);
	if (!err)
		err = print_peers(r, cycles, powers);
	if (!err && data)
		err = save_data(data, powers);
	for (size_t i = 0; i < MAX_ESTIMATORS; i++)
		free(powers[i].needed);
	return err;
}

int compare_estimators__print(const struct recording *r, const char *data)
{
	int err = 0;

	printf("%s, %" PRIu64 " CPUs, %s, a step of %s is %.2f ns\n", r->machine.cpu,
	       r->machine.cpus, r->machine.kernel, r->machine.clock,
	       (double)r->machine.step_ps / 1000);
	for (size_t i = 0; i < r->n && !err; i++)
		if (is_first_of_its_length(r, i))
			err = print_length(r, r->sets[i].cycles, i ? NULL : data);
	return err;
}
