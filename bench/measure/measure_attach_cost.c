// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/measure_attach_cost.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/base/log.h"
#include "bench/base/table.h"
#include "bench/hook/backends.h"
#include "bench/hook/bare_hooks.h"
#include "bench/kernel/function_list.h"
#include "bench/kernel/kernel_type.h"
#include "bench/kernel/traceable.h"
#include "bench/machine/clock.h"
#include "bench/machine/environment.h"
#include "bench/machine/settle_slab.h"
#include "bench/model/run.h"

/* ---- the plan ---- */

void attach_cost__list_backends(char *text, size_t size)
{
	table__names(bare_ways, sizeof(*bare_ways), text, size);
}

int attach_cost_plan__add(struct attach_cost_plan *plan, const char *backend)
{
	char names[256];

	attach_cost__list_backends(names, sizeof(names));
	if (!bare_way__find(backend))
		return log__fail(-EINVAL,
				 "the cost of attaching \"%s\" is not measured; use one of: %s",
				 backend, names);
	for (size_t i = 0; i < plan->n_backends; i++)
		if (!strcmp(plan->backends[i], backend))
			return log__fail(-EINVAL, "--backends has the value \"%s\" twice", backend);
	snprintf(plan->backends[plan->n_backends++], NAME_SIZE, "%s", backend);
	return 0;
}

/* ---- the functions ---- */

struct functions {
	char **names; /* in order: all hooks can be on them */
	uint32_t *ids;
	size_t n;
	bool has_types;
};

/*
 * Those on which trampolines can be come first, without gaps: all backends hook the same, also
 * those at the return.
 */
static void functions__keep_typed(struct functions *f)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (!f->ids[i] || traceable__never_returns(f->names[i])) {
			free(f->names[i]);
			continue;
		}
		f->names[kept] = f->names[i];
		f->ids[kept++] = f->ids[i];
	}
	f->n = kept;
}

static int functions__open(struct functions *f)
{
	int err = traceable__list(true, &f->names, &f->n);

	f->ids = NULL;
	if (err)
		return log__fail(err,
				 "cannot read which functions of this kernel can be hooked: %s",
				 strerror(-err));
	f->ids = calloc(f->n, sizeof(*f->ids));
	if (!f->ids) {
		function_list__free(&f->names, &f->n);
		return log__out_of_memory();
	}
	f->has_types = !kernel_type__trampolines((const char *const *)f->names, f->n, f->ids);
	if (f->has_types)
		functions__keep_typed(f);
	return 0;
}

static void functions__close(struct functions *f)
{
	function_list__free(&f->names, &f->n);
	free(f->ids);
}

/* ---- a trial ---- */

struct moment {
	uint64_t cpu_ns, ns;
};

/* Processor time is the thread's own: what it waits for is not in it. */
static struct moment now(void)
{
	struct timespec cpu;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
	return (struct moment){
		(uint64_t)cpu.tv_sec * UINT64_C(1000000000) + (uint64_t)cpu.tv_nsec,
		clock__monotonic_ns(),
	};
}

static void take(struct moment from, int64_t *cpu, int64_t *ns)
{
	struct moment to = now();

	*cpu = (int64_t)(to.cpu_ns - from.cpu_ns);
	*ns = (int64_t)(to.ns - from.ns);
}

/* The kernel does not say which. */
#define MAYBE_ONE_FUNCTION \
	"; it may be one of these functions that it refuses: name a smaller number"

static void explain(struct attach_trial *trial, const struct bare_hooks *h, size_t i,
		    const char *what, int err)
{
	const struct backend *backend = backend__find(trial->backend);
	/* Where one was attached, it is this function that cannot be. */
	const struct requirement *missing =
		backend && !i ? requirement__find_missing(backend->requires, 0, err, false) : NULL;

	if (missing)
		snprintf(trial->reason, sizeof(trial->reason), "%s", missing->reason);
	else if (h->n > 1 && !(h->way->is_one_link))
		snprintf(trial->reason, sizeof(trial->reason),
			 "function %zu of %zu, %.80s, cannot be %s: %s%s%.120s%s", i + 1, h->n,
			 h->functions[i], what, strerror(-err),
			 h->message[0] ? " (the kernel says: " : "", h->message,
			 h->message[0] ? ")" : "");
	else
		snprintf(trial->reason, sizeof(trial->reason), "it cannot be %s: %s%s", what,
			 strerror(-err), h->n > 1 && err == -EINVAL ? MAYBE_ONE_FUNCTION : "");
}

/* So that someone hears of it, and it can be stopped. */
#define AT_ONCE 200

struct session {
	const struct attach_cost_plan *plan;
	const struct run_context *context;
	struct functions functions;
	struct attach_cost *cost;
	struct progress progress;
	size_t most; /* of the functions of the last trial, if one was refused: those before it */
};

/* What a loop over parts of the functions does; each is a step of the progress. */
typedef int (*part_fn)(struct bare_hooks *h, size_t most);

static int detach(struct bare_hooks *h, size_t most)
{
	bare_hooks__detach(h, most);
	return 0;
}

static size_t attached(const struct bare_hooks *h)
{
	return h->n_links;
}

static int run_parts(struct session *s, struct bare_hooks *h, part_fn part,
		     size_t (*left)(const struct bare_hooks *h), int64_t *cpu, int64_t *ns)
{
	int err = 0;

	*cpu = *ns = 0;
	while (!err && left(h)) {
		int64_t part_cpu, part_ns;
		struct moment start;

		if (s->context->progress)
			s->context->progress(&s->progress, s->context->progress_context);
		if (*s->context->stop)
			return -EINTR;
		start = now();
		err = part(h, AT_ONCE);
		take(start, &part_cpu, &part_ns);
		*cpu += part_cpu;
		*ns += part_ns;
	}
	return err;
}

/* Up to this function, it can be measured. */
static void note_most(struct session *s, const struct bare_hooks *h, size_t i)
{
	s->most = h->way->is_one_link ? 0 : i;
}

/* 0, also if it is refused; -EINTR. */
static int run_trial(struct session *s, struct bare_hooks *h, struct attach_trial *trial)
{
	int err = run_parts(s, h, bare_hooks__load, bare_hooks__to_load, &trial->load,
			    &trial->load_ns);

	if (err && err != -EINTR) {
		explain(trial, h, h->n_programs, "loaded", err);
		note_most(s, h, h->n_programs);
	}
	if (!err) {
		err = run_parts(s, h, bare_hooks__attach, bare_hooks__to_attach, &trial->attach,
				&trial->attach_ns);
		if (err && err != -EINTR) {
			explain(trial, h, h->n_links, "attached", err);
			note_most(s, h, h->n_links);
		}
	}
	if (!err)
		err = run_parts(s, h, detach, attached, &trial->detach, &trial->detach_ns);
	return err == -EINTR ? err : 0;
}

static void forget(struct attach_trial *trial)
{
	trial->load = trial->attach = trial->detach = COUNT_UNKNOWN;
	trial->load_ns = trial->attach_ns = trial->detach_ns = COUNT_UNKNOWN;
}

/* Why it is not tried; "": it is. */
static void find_obstacle(const struct functions *f, const struct bare_way *way,
			  struct attach_trial *trial)
{
	const char *reason = NULL;

	if (way->needs_btf && !f->has_types)
		reason = "this kernel shows no types (BTF) of its functions";
	else if (!trial->functions && !way->is_one_link)
		reason = "it needs a link for each function: name a number instead of all";
	else if (trial->functions > f->n)
		snprintf(trial->reason, sizeof(trial->reason),
			 "this kernel has %zu functions on which all of them can be", f->n);
	if (reason)
		snprintf(trial->reason, sizeof(trial->reason), "%s", reason);
}

static int measure_once(struct session *s, const struct bare_way *way, struct attach_trial *trial)
{
	struct functions *f = &s->functions;
	struct bare_hooks hooks;
	int err;

	s->most = 0;
	forget(trial);
	find_obstacle(f, way, trial);
	if (trial->reason[0])
		return 0;
	if (!trial->functions)
		trial->functions = f->n;
	settle_slab(s->plan->unit == CLOCK_INSTRUCTIONS);
	err = bare_hooks__open(&hooks, way, (const char *const *)f->names, f->ids,
			       trial->functions);
	if (err == -EMFILE)
		snprintf(trial->reason, sizeof(trial->reason),
			 "this process may not have so many files open (ulimit -n)");
	if (err)
		return err == -EMFILE ? 0 : log__out_of_memory();
	err = run_trial(s, &hooks, trial);
	bare_hooks__close(&hooks);
	if (trial->reason[0])
		forget(trial);
	return err;
}

/* The first time, the kernel makes room for what comes later, too. */
static int warm_up(struct session *s, const struct bare_way *way)
{
	struct attach_trial trial = { .functions = 1 };

	snprintf(trial.backend, sizeof(trial.backend), "%s", way->name);
	s->progress.backend = way->name;
	return measure_once(s, way, &trial);
}

/* A number that is refused is not tried again. */
static int measure_repeats(struct session *s, const struct bare_way *way, uint64_t functions)
{
	int err = 0;

	for (unsigned int repeat = 1; repeat <= s->plan->repeats && !err; repeat++) {
		struct attach_trial trial = { .functions = functions, .repeat = repeat };

		snprintf(trial.backend, sizeof(trial.backend), "%s", way->name);
		s->progress.trial++;
		s->progress.backend = way->name;
		err = measure_once(s, way, &trial);
		if (!err)
			err = attach_cost__add(s->cost, &trial);
		if (trial.reason[0]) {
			s->progress.trial += s->plan->repeats - repeat;
			break;
		}
	}
	return err;
}

/* Where a function is refused, those before it are measured instead. */
static int measure_number(struct session *s, const struct bare_way *way, uint64_t functions)
{
	int err = measure_repeats(s, way, functions);

	for (size_t i = 0; i < s->plan->n_counts; i++)
		if (s->plan->counts[i] == s->most)
			s->most = 0;
	if (err || !s->most)
		return err;
	s->progress.trials += s->plan->repeats;
	return measure_repeats(s, way, s->most);
}

/* Whether "all" is asked for, and their number, too: once is enough. */
static bool is_all_twice(const struct session *s, uint64_t count)
{
	for (size_t i = 0; i < s->plan->n_counts && !count; i++)
		if (s->plan->counts[i] == s->functions.n)
			return true;
	return false;
}

static size_t count_numbers(const struct session *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->plan->n_counts; i++)
		n += !is_all_twice(s, s->plan->counts[i]);
	if (n < s->plan->n_counts)
		log__warning(
			"--functions: all functions of this kernel are %zu, which are measured once",
			s->functions.n);
	return n;
}

int attach_cost__measure(const struct attach_cost_plan *plan, const struct run_context *context,
			 struct attach_cost *cost)
{
	struct session s = { .plan = plan, .context = context, .cost = cost };
	int err = functions__open(&s.functions);

	*cost = (struct attach_cost){ .unit = plan->unit };
	if (err)
		return err;
	run__format_time(time(NULL), cost->started);
	cost->environment = environment__read("unknown");
	s.progress.trials = (unsigned int)(plan->n_backends * count_numbers(&s) * plan->repeats);
	for (size_t i = 0; i < plan->n_backends && !err; i++) {
		const struct bare_way *way = bare_way__find(plan->backends[i]);

		err = way ? warm_up(&s, way) : 0;
		for (size_t k = 0; k < plan->n_counts && way && !err; k++)
			if (!is_all_twice(&s, plan->counts[k]))
				err = measure_number(&s, way, plan->counts[k]);
	}
	functions__close(&s.functions);
	return err;
}
