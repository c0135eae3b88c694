// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/plan_arms.h"

#include <stdio.h>
#include <string.h>

#include "bench/base/log.h"

/* A twin has no variables. */
int plan_arms__open(struct plan_arms *a, const struct plan *plan, const struct arm_objects *objects)
{
	int err = 0;

	a->arms = (struct arms){ 0 };
	a->twin_settings = plan->settings;
	a->twin_settings.set[0] = '\0';
	for (size_t i = 0; objects && i < objects->n && !err; i++) {
		const struct arm_object *o = &objects->v[i];
		bool is_twin = plan__program(plan, o->arm, true);

		err = arms__add(&a->arms, o->arm, o->bytes, o->size,
				is_twin ? &a->twin_settings : &plan->settings);
		if (err)
			log__error("the program \"%s\" cannot be added: %s", o->arm,
				   strerror(-err));
	}
	return err;
}

static struct capability *find_capability(struct run *run, const char *backend)
{
	for (size_t i = 0; i < run->n_capabilities; i++)
		if (!strcmp(run->capabilities[i].backend, backend))
			return &run->capabilities[i];
	return NULL;
}

void plan_arms__leave_out_twins(struct run *run)
{
	for (size_t i = 0; i < run->plan.n_programs; i++) {
		const struct plan_program *p = &run->plan.programs[i];
		const struct capability *arm = find_capability(run, p->arm);
		struct capability *twin = find_capability(run, p->twin);

		if (!arm || !twin || arm->available || !twin->available)
			continue;
		twin->available = false;
		memcpy(twin->reason, arm->reason, sizeof(twin->reason));
		memcpy(twin->remedy, arm->remedy, sizeof(twin->remedy));
	}
}

/* Nobody asks about the twins. */
int plan_arms__keep_facts(const struct hook_memory *memory, int64_t operations, struct run *run)
{
	int err = 0;

	for (size_t i = 0; i < run->plan.n_programs && !err; i++) {
		size_t n;
		struct program_fact *facts =
			program_facts__find(&memory->facts, run->plan.programs[i].arm, &n);

		for (size_t j = 0; j < n; j++)
			if (facts[j].runs != COUNT_UNKNOWN)
				facts[j].operations = operations;
		err = program_facts__add(&run->facts, facts, n);
	}
	for (size_t i = 0; i < memory->maps.n && !err; i++)
		if (plan__program(&run->plan, memory->maps.v[i].arm, false))
			err = map_facts__add(&run->maps, &memory->maps.v[i]);
	return err ? log__out_of_memory() : 0;
}

/* What a trial's operations take above those of `none` in the same round. */
static double overhead_of(const struct run *run, const struct trial *trial)
{
	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		if (t->round == trial->round && !t->control &&
		    !strcmp(t->backend, run->plan.backends[0]))
			return trial->operation.figures.mode - t->operation.figures.mode;
	}
	return trial->operation.figures.mode;
}

/*
 * Whether the arm's operations did not all take the same number of instructions, within a trial, or
 * from one round to another: there `none` may differ, too.
 */
static bool has_varied(const struct run *run, const char *arm)
{
	const struct trial *first = NULL;

	for (size_t i = 0; i < run->n_trials; i++) {
		const struct trial *t = &run->trials[i];

		if (strcmp(t->backend, arm) != 0)
			continue;
		first = first ? first : t;
		if (!trial__has_one_length(t) || overhead_of(run, t) != overhead_of(run, first))
			return true;
	}
	return false;
}

void plan_arms__note_varying(struct run *run)
{
	for (size_t i = 0; i < run->n_capabilities && run->unit == CLOCK_INSTRUCTIONS; i++) {
		struct capability *c = &run->capabilities[i];
		const struct plan_program *p = plan__program(&run->plan, c->backend, false);

		if (p && !c->varies[0] && has_varied(run, p->arm))
			snprintf(c->varies, sizeof(c->varies),
				 "the work of the program %s differs between hits", p->arm);
	}
}
