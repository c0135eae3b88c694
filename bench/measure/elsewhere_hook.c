// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/elsewhere_hook.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/base/log.h"
#include "bench/base/maybe_count.h"
#include "bench/hook/backends.h"
#include "bench/hook/called_functions.h"
#include "bench/hook/ftrace_user.h"
#include "bench/hook/hook_many.h"
#include "bench/kernel/function_list.h"
#include "bench/kernel/traceable.h"
#include "bench/measure/workers.h"

#define PAYLOAD	   "empty"
#define CHOOSES_BY PLAN_ELSEWHERE_BACKEND
/* So few that a timer's tick among them is rare. */
#define CYCLES 100
/* So many that ticks are as frequent among them as they are. */
#define COUNTED_CYCLES 500

/* Without a backend, what kprobe.multi needs: the functions are chosen by it. */
static const struct requirement *find_missing(const struct elsewhere_hook *e, int err)
{
	const struct backend *backend = e->backend ? e->backend : backend__find(CHOOSES_BY);

	return requirement__find_missing(backend->requires, 0, err, false);
}

/* -ENOTSUP would say that none of the backends attaches. */
static int fail(const struct elsewhere_hook *e, int err)
{
	const struct requirement *missing = find_missing(e, err);
	const char *wanted = e->bench->plan->elsewhere, *message = hook__last_message();

	if (missing && !e->backend)
		log__error(
			"--elsewhere %s: kprobe.multi chooses the functions, and %s; " PLAN_FTRACE
			":all needs none",
			wanted, missing->reason);
	else if (missing)
		log__error("--elsewhere %s: %s; %s", wanted, missing->reason, missing->remedy);
	else
		log__error(
			"--elsewhere %s cannot be attached on this kernel: %s%s%s%s", wanted,
			strerror(-err), message[0] ? ": " : "", message,
			/* It does not say which. */
			err == -EINVAL && e->chosen > 1 && !message[0]
				? "; it may be one of these functions that it refuses: ask for a smaller number"
				: "");
	return err == -ENOTSUP ? -EINVAL : err;
}

/* ---- which functions ---- */

static int run_cycles(const struct bench *bench, uint64_t cycles)
{
	struct progress progress = { .backend = "elsewhere" };
	struct observed untimed = observed_nothing;

	return workers__run(bench, bench->workload, cycles, &progress, &untimed);
}

static void swap(char **a, char **b)
{
	char *kept = *a;

	*a = *b;
	*b = kept;
}

/*
 * Of `n` functions from `from` on, moves those that are not called in each cycle to where the
 * chosen ones end. 0 or -errno, logged.
 */
static int take_uncalled(struct elsewhere_hook *e, size_t from, size_t n)
{
	const uint64_t often = (uint64_t)CYCLES * e->bench->plan->threads;
	struct called_functions called;
	int err = called_functions__open(&called, (const char *const *)e->functions + from, n);

	if (err)
		return fail(e, err);
	err = run_cycles(e->bench, CYCLES);
	for (size_t i = 0; i < n && !err; i++)
		if (called.calls[i] < often)
			swap(&e->functions[e->chosen++], &e->functions[from + i]);
	called_functions__close(&called);
	return err;
}

/* Puts the functions that are wanted first, in their order. 0 or -errno, logged. */
static int choose(struct elsewhere_hook *e, uint64_t wanted)
{
	size_t next = 0;
	int err = 0;

	if (wanted == PLAN_ALL_FUNCTIONS) {
		e->chosen = e->n;
		return 0;
	}
	while (e->chosen < wanted && next < e->n && !err) {
		size_t lacking = wanted - e->chosen;
		size_t n = lacking < e->n - next ? lacking : e->n - next;

		err = take_uncalled(e, next, n);
		next += n;
	}
	if (err || e->chosen == wanted)
		return err;
	return log__fail(
		-ERANGE,
		"--elsewhere %s: on this kernel, %zu such functions are not called in each cycle; ask for at most as many, or for all",
		e->bench->plan->elsewhere, e->chosen);
}

/* ---- the hook ---- */

/* 0 or -errno, logged. */
static int count_runs(const struct elsewhere_hook *e, uint64_t cycles, int64_t *runs)
{
	struct hook_counts before, after;
	int err;

	hook__read_counts(&e->hook, &before);
	err = run_cycles(e->bench, cycles);
	hook__read_counts(&e->hook, &after);
	*runs = maybe_count__difference(after.runs, before.runs);
	return err;
}

/* By the kernel's own count; what the threads' start and end add is the same for any number. */
static int note_runs(const struct elsewhere_hook *e, struct run *run)
{
	int statistics = bpf_enable_stats(BPF_STATS_RUN_TIME);
	int64_t few, more, difference;
	int err = count_runs(e, CYCLES, &few);

	if (!err)
		err = count_runs(e, CYCLES + COUNTED_CYCLES, &more);
	if (statistics >= 0)
		close(statistics);
	if (err)
		return err;
	difference = maybe_count__difference(more, few);
	if (difference != COUNT_UNKNOWN)
		run->elsewhere_runs =
			(double)difference / (COUNTED_CYCLES * (double)e->bench->plan->threads);
	return 0;
}

/* 0 or -errno, logged. */
static int attach(struct elsewhere_hook *e, struct run *run)
{
	int err;

	/* Where a hook has one target, it is the first. */
	e->target = (struct target){ .parameters = TARGET_UNKNOWN, .name_parameter = -1 };
	snprintf(e->target.symbol, sizeof(e->target.symbol), "%s", e->functions[0]);
	err = hook__open(&e->hook, e->backend, payload__find(PAYLOAD), &e->target,
			 e->bench->workload, e->bench->memory);
	if (err)
		return fail(e, err);
	err = hook_many__attach(&e->hook, (const char *const *)e->functions, e->chosen);
	err = err ? fail(e, err) : note_runs(e, run);
	if (err)
		hook__close(&e->hook);
	run->elsewhere_functions = e->chosen;
	return err;
}

static int fail_ftrace(const struct elsewhere_hook *e, int err)
{
	const char *wanted = e->bench->plan->elsewhere;

	if (err == -E2BIG)
		return log__fail(
			err,
			"--elsewhere %s cannot be attached on this kernel: %s, and %zu of these do; ask for at most as many, or for " PLAN_FTRACE
			":all",
			wanted, ftrace_user__error(err),
			ftrace_user__fit((const char *const *)e->functions, e->chosen));
	return log__fail(err == -ENOTSUP ? -EINVAL : err,
			 "--elsewhere %s cannot be attached on this kernel: %s", wanted,
			 ftrace_user__error(err));
}

/* The same of ftrace, whose calls nothing counts. */
static int attach_ftrace(struct elsewhere_hook *e, struct run *run, bool is_all)
{
	const char *target = run->target.symbol;
	size_t targets = target[0] && !run->target.is_user;

	e->ftrace = is_all ? ftrace_user__open(&target, targets, true)
			   : ftrace_user__open((const char *const *)e->functions, e->chosen, false);
	if (e->ftrace < 0)
		return fail_ftrace(e, e->ftrace);
	run->elsewhere_functions = is_all ? traceable__count() - targets : e->chosen;
	return 0;
}

/* 0; -EINVAL, logged, if there is none. */
static int find_backend(struct elsewhere_hook *e, const struct elsewhere *wanted)
{
	if (!strcmp(wanted->backend, PLAN_FTRACE))
		return 0;
	e->backend = backend__find(wanted->backend);
	if (e->backend && backend__has_many(e->backend))
		return 0;
	return log__fail(-EINVAL, "unknown backend \"%s\" elsewhere", wanted->backend);
}

int elsewhere_hook__open(struct elsewhere_hook *e, const struct bench *bench, struct run *run)
{
	struct elsewhere wanted;
	int err;

	*e = (struct elsewhere_hook){ .bench = bench };
	err = elsewhere__parse(run->plan.elsewhere, &wanted);
	if (err)
		return log__fail(-EINVAL, "--elsewhere takes no \"%s\"", run->plan.elsewhere);
	if (!wanted.functions)
		return 0;
	err = find_backend(e, &wanted);
	if (err)
		return err;
	err = hook_many__list(e->backend, run->target.symbol, &e->functions, &e->n);
	if (err)
		return fail(e, err);
	err = choose(e, wanted.functions);
	if (!err)
		err = e->backend ? attach(e, run)
				 : attach_ftrace(e, run, wanted.functions == PLAN_ALL_FUNCTIONS);
	function_list__free(&e->functions, &e->n);
	e->is_attached = !err;
	return err;
}

void elsewhere_hook__close(struct elsewhere_hook *e)
{
	if (e->is_attached && e->backend)
		hook__close(&e->hook);
	else if (e->is_attached)
		close(e->ftrace);
	e->is_attached = false;
}
