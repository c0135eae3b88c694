// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/run_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/figures_check.h"

#define MAX_UNITS_PER_TICK 1e9

struct check {
	const struct run *run;
	struct histogram *scratch, *exact;
	char problem[160]; /* of a trial; "": none */
};

/* ---- a trial ---- */

static void check_backend(struct check *c, const struct trial *t)
{
	const struct plan *plan = &c->run->plan;
	const struct capability *capability = run__capability(c->run, t->backend);

	if (!plan__has_backend(plan, t->backend))
		snprintf(c->problem, sizeof(c->problem), "its \"backend\" is not in the plan");
	else if (capability && !capability->available)
		snprintf(c->problem, sizeof(c->problem),
			 "its \"backend\" is not \"available\" on this kernel");
	else if (t->control && strcmp(t->backend, plan->backends[0]) != 0)
		snprintf(c->problem, sizeof(c->problem), "it is a \"control\", but only %s has one",
			 plan->backends[0]);
}

static void check_operations(struct check *c, const struct trial *t)
{
	if (t->operations != t->operation.figures.count)
		snprintf(c->problem, sizeof(c->problem),
			 "\"operations\" is %" PRIu64
			 ", but the \"count\" of its \"operation\" is %" PRIu64,
			 t->operations, t->operation.figures.count);
}

/*
 * Against those before it. They are in order, so the ones with the same place are in its round, and
 * no more than a round has.
 */
static void check_place(struct check *c, const struct trial *t)
{
	const struct trial *first = c->run->trials, *before = t - 1;

	if (t > first && (t->round < before->round ||
			  (t->round == before->round && t->position <= before->position)))
		snprintf(
			c->problem, sizeof(c->problem),
			"its \"round\" and \"position\" are not after those of the trial before it");
	for (; before >= first && before->round == t->round && !c->problem[0]; before--)
		if (before->control == t->control && !strcmp(before->backend, t->backend))
			snprintf(c->problem, sizeof(c->problem),
				 "trial %zu has the same \"round\", \"backend\" and \"control\"",
				 (size_t)(before - first) + 1);
}

static void check_figures(struct check *c, const struct trial *t, int *err)
{
	const struct {
		const char *name;
		const struct distribution *d;
	} both[] = { { "", &t->operation }, { "beside: ", &t->beside } };

	for (size_t i = 0; i < 2 && !*err && !c->problem[0]; i++) {
		char text[128];

		*err = figures_check__cells(both[i].d, c->run->unit, c->run->units_per_tick,
					    c->scratch, c->exact, text, sizeof(text));
		if (!*err && text[0])
			snprintf(c->problem, sizeof(c->problem), "%s%s%s", both[i].name, text,
				 c->run->units_per_tick == 1 ? "" : " times \"units_per_tick\"");
	}
}

static int check_trial(struct check *c, const struct trial *t)
{
	static void (*const checks[])(struct check *, const struct trial *) = { check_backend,
										check_place,
										check_operations };
	int err = 0;

	check_figures(c, t, &err);
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks) && !c->problem[0]; i++)
		checks[i](c, t);
	return err;
}

/* ---- the run ---- */

static int check_trials(struct check *c, char *text, size_t size)
{
	const struct run *run = c->run;
	int err = 0;

	for (size_t i = 0; i < run->n_trials && !err && !text[0]; i++) {
		const struct trial *t = &run->trials[i];

		err = check_trial(c, t);
		if (!err && c->problem[0])
			snprintf(text, size, "trial %zu (%s%s, round %u): %s", i + 1, t->backend,
				 t->control ? ", control" : "", t->round, c->problem);
	}
	return err;
}

int run_check__find(const struct run *run, char *text, size_t size)
{
	struct check c = { .run = run, .problem = "" };
	int err = 0;

	text[0] = '\0';
	if (!(run->units_per_tick > 0 && run->units_per_tick <= MAX_UNITS_PER_TICK)) {
		snprintf(text, size, "\"units_per_tick\" is not a number above 0, up to %g",
			 MAX_UNITS_PER_TICK);
		return 0;
	}
	c.scratch = histogram__new(false);
	c.exact = histogram__new(true);
	if (!c.scratch || !c.exact)
		err = log__out_of_memory();
	else
		err = check_trials(&c, text, size);
	histogram__free(c.scratch);
	histogram__free(c.exact);
	return err;
}
