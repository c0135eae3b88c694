// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/rounds.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/hook/hook.h"
#include "bench/machine/clock.h"

static unsigned int count_available(const struct run *run)
{
	unsigned int n = 0;

	for (size_t i = 0; i < run->n_capabilities; i++)
		n += run->capabilities[i].available;
	return n;
}

bool rounds__have_no_hook(const struct run *run)
{
	return run->plan.n_backends > 1 && count_available(run) == 1;
}

static int measure_trial(const struct rounds *rounds, struct run *run, size_t backend,
			 struct trial_place place)
{
	struct trial *trial = &run->trials[run->n_trials];
	const char *name = run->plan.backends[backend];
	const struct progress progress = {
		.trial = (unsigned int)run->n_trials + 1,
		.trials = (count_available(run) + 1) * run->plan.rounds,
		.round = place.round,
		.rounds = run->plan.rounds,
		.backend = name,
		.cycles = run->plan.cycles,
	};
	int err = rounds->measure(rounds->owner, arms__find(rounds->arms, name), place, progress,
				  trial);
	bool is_free = err;

	if (rounds->judge && place.round == 1)
		err = rounds->judge(rounds->owner, run, backend, trial, err);
	if (!err && !run->capabilities[backend].available) {
		if (!is_free)
			trial__free(trial);
		return 0;
	}
	if (err) {
		if (!trial->attached)
			log__error("%s attached before, but fails to attach in round %u: %s: %s",
				   name, place.round, strerror(-err), hook__last_message());
		return err;
	}
	trial->round = place.round;
	trial->position = place.position;
	trial->control = place.control;
	run->n_trials++;
	return 0;
}

static int measure_round(const struct rounds *rounds, const struct run_context *context,
			 struct run *run, unsigned int round)
{
	struct plan_slot slots[PLAN_MAX_BACKENDS + 1];
	struct trial_place place = { .round = round };
	size_t n = plan__round_size(&run->plan), before = run->n_trials;
	int err = 0;

	plan__order_round(&run->plan, round, slots);
	for (size_t i = 0; i < n && !err; i++) {
		if (!run->capabilities[slots[i].backend].available)
			continue;
		place.position = (unsigned int)(run->n_trials - before) + 1;
		place.control = slots[i].control;
		err = *context->stop ? -EINTR : measure_trial(rounds, run, slots[i].backend, place);
	}
	return err;
}

static void remove_unavailable(struct run *run)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_trials; i++) {
		struct trial *trial = &run->trials[i];
		const struct capability *c = run__capability(run, trial->backend);

		if (c && !c->available)
			trial__free(trial);
		else
			run->trials[n++] = *trial;
	}
	run->n_trials = n;
}

/* Also after a round that failed or was stopped, which ended with `err`. */
static int conclude_first_round(const struct rounds *rounds, struct run *run, int err)
{
	int own_err = rounds->conclude ? rounds->conclude(rounds->owner, run) : 0;

	remove_unavailable(run);
	if (err || own_err)
		return err ? err : own_err;
	return rounds__have_no_hook(run) ? -ENOTSUP : 0;
}

static int make_room(struct run *run)
{
	size_t n = run->n_trials + plan__round_size(&run->plan);
	struct trial *trials = reallocarray(run->trials, n, sizeof(*trials));

	if (!trials)
		return log__out_of_memory();
	run->trials = trials;
	return 0;
}

/* The times by which a plan with a limit ends. */
struct rounds_times {
	uint64_t (*now_ns)(void);
	uint64_t limit_from_ns; /* from when on the plan's limit counts */
	uint64_t first_ns;	/* when the first round began */
};

static struct rounds_times begin_times(const struct rounds *rounds)
{
	struct rounds_times times = {
		.now_ns = rounds->now_ns ? rounds->now_ns : clock__monotonic_ns,
	};

	times.first_ns = times.now_ns();
	times.limit_from_ns = rounds->started_ns ? rounds->started_ns : times.first_ns;
	return times;
}

/*
 * Whether another round would end further away from the limit than this one did. So a limit into
 * which six rounds fit, as intervals need, is kept to a twelfth.
 */
static bool is_time_over(const struct run *run, const struct rounds_times *times)
{
	uint64_t now_ns = times->now_ns();
	unsigned int rounds = run__count_rounds(run);
	uint64_t round_ns = (now_ns - times->first_ns) / (rounds ? rounds : 1);

	return now_ns - times->limit_from_ns + round_ns / 2 >
	       run->plan.max_time_s * UINT64_C(1000000000);
}

static bool is_last_round(const struct run_context *context, const struct run *run,
			  const struct rounds_times *times)
{
	const struct plan *plan = &run->plan;

	if (!plan->precision[0])
		return false;
	if (plan->max_time_s && is_time_over(run, times))
		return true;
	return context->is_enough && context->is_enough(run);
}

int rounds__measure(const struct rounds *rounds, const struct run_context *context, struct run *run)
{
	const struct rounds_times times = begin_times(rounds);
	int err = 0;

	for (unsigned int round = 1; round <= run->plan.rounds && !err; round++) {
		err = make_room(run);
		if (!err)
			err = measure_round(rounds, context, run, round);
		if (round == 1)
			err = conclude_first_round(rounds, run, err);
		if (!err && is_last_round(context, run, &times))
			break;
	}
	return err;
}
