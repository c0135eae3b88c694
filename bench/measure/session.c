// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/session.h"
#include "bench/hook/backends.h"
#include "bench/hook/user_hook.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bench/base/checksum.h"
#include "bench/base/json_value.h"
#include "bench/base/log.h"
#include "bench/doctor/leftover.h"
#include "bench/machine/clock_points.h"
#include "bench/machine/environment.h"
#include "bench/machine/kernel_log.h"
#include "bench/machine/scratch.h"
#include "bench/measure/beside_hook.h"
#include "bench/measure/capability.h"
#include "bench/measure/choose_target.h"
#include "bench/measure/elsewhere_hook.h"
#include "bench/measure/fit_cycles.h"
#include "bench/measure/plan_arms.h"
#include "bench/measure/rounds.h"
#include "bench/measure/trial_run.h"
#include "bench/measure/uprobe_mapping.h"
#include "bench/measure/verifier_print.h"

/* Trials of the workload null before the rounds, which measure the cost of reading the clock. */
#define CLOCK_CYCLES 1000

/* Resources that are open while a plan is measured. */
struct session {
	const struct run_context *context;
	struct bench bench;
	struct hook_memory memory;
	struct plan_arms arms;
	struct cpus cpus;
	const struct workload *workload;
	struct scratch scratch;
	struct beside_hook beside;
	struct elsewhere_hook elsewhere;
	struct clock clock;
	int kernel_log;	      /* as kernel_log__open returns it */
	int64_t suspended_ns; /* at the start; see clock__suspended_ns */
	uint64_t started_ns;  /* of it, by clock__monotonic_ns */
};

/* ---- opening ---- */

static void run__init(struct run *run, const struct plan *plan)
{
	memset(run, 0, sizeof(*run));
	run->plan = *plan;
	run__set_started(run, time(NULL));
}

/* Chooses the workers' CPUs: those in the plan, or the best. */
static int choose_cpus(const struct plan *plan, struct cpus *cpus)
{
	int err = 0;

	if (plan->cpus[0])
		err = cpus__parse(plan->cpus, cpus);
	else
		cpus__choose(cpus);
	if (err || plan->threads <= cpus->n)
		return err;
	log__error("%u threads need %u CPUs, available: %zu; use fewer --threads, or more --cpus",
		   plan->threads, plan->threads, cpus->n);
	return -EINVAL;
}

int run__check_cpus(const struct plan *plan)
{
	struct cpus cpus;

	return choose_cpus(plan, &cpus);
}

/*
 * Locked pages cannot fault during an operation. The limit for users other than root is so low that
 * threads could no longer be started, and they cannot attach hooks anyway.
 */
static void lock_memory(void)
{
	if (geteuid() != 0)
		return;
	if (mlockall(MCL_CURRENT | MCL_FUTURE))
		log__warning("cannot lock memory: %s; page faults may disturb the measurement",
			     strerror(errno));
}

/* Opening them adds no instruction to the workload, but a guest in exact mode has no counters. */
static void note_counters(struct bench *bench, struct run *run)
{
	char missing[384];

	if (run->unit != CLOCK_NANOSECONDS)
		return;
	if (perf_counters__probe(perf_counters_table, missing, sizeof(missing)))
		bench->counters = perf_counters_table;
	json_object_set_new(run->environment, "counters_missing", json_value__text(missing));
}

/* Opens what a plan needs, and records it in `run`. */
static int session__open(struct session *s, const struct run_context *context, struct run *run)
{
	const struct plan *plan = &run->plan;
	int err = clock__init(&s->clock, plan->unit);

	if (err)
		return err;
	err = choose_cpus(plan, &s->cpus);
	if (err)
		return err;
	cpus__format(&s->cpus, plan->threads, run->cpus, sizeof(run->cpus));
	s->workload = workload__find(plan->workload);
	err = plan_arms__open(&s->arms, plan, context->objects);
	if (err)
		return err;
	s->bench = (struct bench){
		.plan = plan,
		.memory = &s->memory,
		.arms = &s->arms.arms,
		.clock = &s->clock,
		.workload = s->workload,
		.payload = payload__find(plan->payload),
		.target = &run->target,
		.cpus = &s->cpus,
		.stop = context->stop,
		.progress = context->progress,
		.progress_context = context->progress_context,
	};
	err = scratch__create(&s->scratch, plan->dir[0] ? plan->dir : NULL);
	if (err)
		return err;
	err = bench__open(&s->bench, &s->scratch);
	if (err) {
		scratch__remove(&s->scratch);
		return err;
	}
	snprintf(run->clock_name, sizeof(run->clock_name), "%s", s->clock.name);
	run->unit = s->clock.unit;
	run->units_per_tick = s->clock.units_per_tick;
	run->step_ticks = s->clock.step_ticks;
	run->environment = environment__read(s->scratch.file_system);
	note_counters(&s->bench, run);
	s->kernel_log = kernel_log__open();
	s->suspended_ns = clock__suspended_ns();
	return 0;
}

/* Also between two trials of a round. */
static void note_suspension(struct run *run, int64_t ns)
{
	if (ns > DISTURBANCE_SUSPENDED_NS)
		json_object_set_new(run->environment, "suspended_ns", json_integer(ns));
}

static void session__close(struct session *s, struct run *run)
{
	elsewhere_hook__close(&s->elsewhere);
	beside_hook__close(&s->beside);
	kernel_log__close(s->kernel_log, run->environment);
	environment__read_again(run->environment);
	note_suspension(run, clock__suspended_ns() - s->suspended_ns);
	bench__close(&s->bench);
	hook_memory__close(&s->memory);
	scratch__remove(&s->scratch);
}

/* ---- probing ---- */

/* Before attaching any hook; in exact mode, no other process runs in the guest. */
static void note_other_hooks(struct run *run)
{
	char text[256];

	leftover__find_hooks(&(struct machine){ .root = "" }, run->target.symbol, text,
			     sizeof(text));
	json_object_set_new(run->environment, "other_hooks", json_value__text(text));
	if (text[0])
		log__warning(
			"%s is already hooked: %s; every cost below includes that, and an overhead is what a further hook adds",
			run->target.symbol, text);
}

/* Once for each program, and not for its twin: its log is the last one that was kept. */
static void show_verifier_log(struct session *s, const char *arm)
{
	if (!plan__program(s->bench.plan, arm, true))
		verifier_print(arm, s->memory.verifier_log, s->context->verbose);
	free(s->memory.verifier_log);
	s->memory.verifier_log = NULL;
}

/*
 * In exact mode attaching disturbs no trial, and costs millions of instructions: so a hook's first
 * trial shows whether it is available. Not if an explanation is made, which counts what is
 * attached.
 */
static bool first_trials_judge(const struct session *s)
{
	return s->bench.plan->unit == CLOCK_INSTRUCTIONS && !s->context->attached;
}

static int probe(struct session *s, struct run *run, size_t i)
{
	const char *backend = run->plan.backends[i];
	int err = capability__probe(&run->capabilities[i], &s->bench, run, backend);

	show_verifier_log(s, backend);
	return err;
}

/* Before measuring: what the first trial shows is left to it. */
static int probe_or_leave(struct session *s, struct run *run, size_t i)
{
	const struct backend *backend = arms__find(&s->arms.arms, run->plan.backends[i]);
	struct capability *c = &run->capabilities[i];

	if (!first_trials_judge(s) || !backend__is_hook(backend))
		return probe(s, run, i);
	c->available = capability__may_be(c, backend, &s->bench, run);
	return 0;
}

static int probe_all(struct session *s, struct run *run,
		     int (*probe_one)(struct session *s, struct run *run, size_t i))
{
	int err = choose_target(run->plan.target, s->workload, &run->target);

	if (!err && run->target.symbol[0] && !run->target.is_user && run->unit == CLOCK_NANOSECONDS)
		note_other_hooks(run);
	if (!err)
		err = beside_hook__open(&s->beside, run, s->context, s->workload, &s->memory);
	if (!err)
		err = elsewhere_hook__open(&s->elsewhere, &s->bench, run);
	run->n_capabilities = run->plan.n_backends;
	for (size_t i = 0; i < run->plan.n_backends && !err; i++)
		err = probe_one(s, run, i);
	return err;
}

/* After each backend was tried; of users' programs, with so many cycles of warm-up. */
static int conclude(const struct session *s, struct run *run, uint64_t warmup)
{
	plan_arms__leave_out_twins(run);
	return plan_arms__keep_facts(&s->memory, (int64_t)(warmup * run->plan.threads), run);
}

static int session__probe(struct session *s, struct run *run)
{
	int err = probe_all(s, run, probe);

	return err ? err : conclude(s, run, PROBE_CYCLES);
}

/* ---- loading only ---- */

static void inspect(struct session *s, const char *arm, struct run *run)
{
	struct capability *c = &run->capabilities[run->n_capabilities++];
	const struct backend *backend = arms__find(&s->arms.arms, arm);
	struct watched_hook hook;
	int err = watched_hook__open(&hook, backend, s->bench.payload, &run->target, s->workload,
				     &s->memory);

	capability__init(c, backend, s->bench.payload, s->workload);
	c->available = !err;
	if (err) {
		capability__explain(c, backend, s->bench.payload, &run->target, err);
	} else {
		user_hook__check_targets(&hook.hook);
		watched_hook__close(&hook);
	}
	show_verifier_log(s, arm);
}

static int session__inspect(struct session *s, struct run *run)
{
	s->memory.user_files = USER_FILES_INSPECTED;
	for (size_t i = 0; i < run->plan.n_programs; i++)
		inspect(s, run->plan.programs[i].arm, run);
	return plan_arms__keep_facts(&s->memory, 0, run);
}

/* ---- measuring ---- */

json_t *run__checksum_programs(const struct plan *plan)
{
	json_t *programs = json_object();

	for (size_t i = 0; i < plan->n_backends; i++) {
		const struct backend *b = backend__find(plan->backends[i]);
		const struct plan_program *p = plan__program(plan, plan->backends[i], false);
		char text[CHECKSUM_SIZE];
		size_t size;
		const void *elf;

		if (p)
			json_object_set_new(programs, p->arm, json_string(p->checksum));
		if (!b || !backend__is_hook(b))
			continue;
		elf = b->elf(&size);
		checksum__format(checksum__add(0, elf, size), text);
		json_object_set_new(programs, b->name, json_string(text));
	}
	return programs;
}

static int session__measure_clock(struct session *s, struct run *run)
{
	const struct workload *workload = workload__of_clock();
	struct trial trial;
	int err = trial__run(&s->bench, &backends[0], workload, CLOCK_CYCLES, CLOCK_CYCLES,
			     (struct progress){ .backend = workload->name }, &trial);

	if (!err)
		run->clock_cost = trial.operation.figures;
	trial__free(&trial);
	return err;
}

/* The callback of struct rounds. */
static int session__measure_trial(void *owner, const struct backend *backend,
				  struct trial_place place, struct progress progress,
				  struct trial *trial)
{
	struct session *s = owner;
	const struct plan *plan = s->bench.plan;
	int err = beside_hook__renew(&s->beside, backend->name);

	(void)place;
	if (err)
		return err;
	err = trial__run(&s->bench, backend, s->workload, plan->warmup, plan->cycles, progress,
			 trial);
	if (err)
		trial__free(trial);
	return err;
}

/* The callbacks of struct rounds, where first trials judge. */
static int session__judge(void *owner, struct run *run, size_t backend, const struct trial *trial,
			  int err)
{
	struct session *s = owner;
	struct capability *c = &run->capabilities[backend];

	if (!backend__is_hook(arms__find(&s->arms.arms, c->backend)))
		return err;
	err = capability__judge(c, &s->bench, run, trial, err);
	show_verifier_log(s, c->backend);
	return err;
}

static int session__conclude(void *owner, struct run *run)
{
	return conclude(owner, run, run->plan.warmup);
}

static int session__measure(struct session *s, struct run *run)
{
	const struct run_context *context = s->context;
	const struct plan *plan = &run->plan;
	const bool judges = first_trials_judge(s);
	const struct rounds rounds = {
		.measure = session__measure_trial,
		.owner = s,
		.arms = &s->arms.arms,
		.judge = judges ? session__judge : NULL,
		.conclude = judges ? session__conclude : NULL,
		.started_ns = s->started_ns,
	};
	int err;

	run->programs = run__checksum_programs(plan);
	err = probe_all(s, run, probe_or_leave);
	if (!err && !judges)
		err = conclude(s, run, PROBE_CYCLES);
	if (err)
		return err;
	if (rounds__have_no_hook(run))
		return -ENOTSUP;
	fit_cycles(run);
	err = session__measure_clock(s, run);
	if (!err)
		err = uprobe_mapping__add(&s->bench, run);
	if (err)
		return err;
	bench__set_pace(&s->bench, plan->rate_hz);
	s->bench.run = run;
	s->bench.attached = context->attached;
	s->bench.attached_context = context->attached_context;
	clock_points__mark_rounds();
	err = rounds__measure(&rounds, context, run);
	clock_points__mark_rounds_end();
	plan_arms__note_varying(run);
	return err;
}

uint64_t run__max_rss_kib(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) ? 0 : (uint64_t)usage.ru_maxrss;
}

/* ---- public functions ---- */

static int with_session(const struct plan *plan, const struct run_context *context, struct run *run,
			int (*work)(struct session *s, struct run *run))
{
	struct session s = { .context = context, .started_ns = clock__monotonic_ns() };
	int err;

	run__init(run, plan);
	if (plan->unit == CLOCK_NANOSECONDS)
		lock_memory();
	err = session__open(&s, context, run);
	if (err)
		return err;
	err = work(&s, run);
	session__close(&s, run);
	munlockall();
	run->max_rss_kib = run__max_rss_kib();
	return err;
}

int run__probe(const struct plan *plan, const struct run_context *context, struct run *run)
{
	return with_session(plan, context, run, session__probe);
}

int run__inspect(const struct plan *plan, const struct run_context *context, struct run *run)
{
	return with_session(plan, context, run, session__inspect);
}

int run__measure(const struct plan *plan, const struct run_context *context, struct run *run)
{
	return with_session(plan, context, run, session__measure);
}
