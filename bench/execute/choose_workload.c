// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/choose_workload.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/kept_log.h"
#include "bench/base/log.h"
#include "workloads/workload.h"

/* How many of the programs that are attached run at least once in each timed operation. */
static size_t count_hit(const struct program_facts *facts, size_t *attached)
{
	size_t hit = 0;

	*attached = 0;
	for (size_t i = 0; i < facts->n; i++) {
		const struct program_fact *f = &facts->v[i];

		*attached += f->attached;
		hit += f->attached && program_fact__runs_per_operation(f) >= 1;
	}
	return hit;
}

struct choice {
	const char *best; /* NULL: none hits */
	size_t best_hit, attached;
	bool was_tried;
	char all[256]; /* the workloads that hit, with how many programs */
	/* The first function of a workload in user space that a program is for; "": none. */
	char own[PLAN_TARGET_SIZE];
	bool is_own; /* the best one is its workload */
};

/* "/proc/self/exe:user_call_nop" is user-call:nop, in this program as in the guest's. */
static void choice__find_own(struct choice *c, const struct program_facts *facts)
{
	static const char file[] = "/proc/self/exe:";

	for (size_t i = 0; i < facts->n && !c->own[0]; i++) {
		const struct program_fact *f = &facts->v[i];

		if (f->attached && !strncmp(f->target, file, strlen(file)) &&
		    !user_function__name(f->target + strlen(file), c->own, sizeof(c->own)))
			c->own[0] = '\0';
	}
}

static void choice__take(struct choice *c, const char *workload, bool is_own, const struct run *run)
{
	size_t length = strlen(c->all), attached;
	size_t hit = count_hit(&run->facts, &attached);

	c->was_tried = true;
	choice__find_own(c, &run->facts);
	if (attached > c->attached)
		c->attached = attached;
	if (!hit)
		return;
	snprintf(c->all + length, sizeof(c->all) - length, "%s%s (%zu of %zu)", length ? ", " : "",
		 workload, hit, attached);
	if (hit > c->best_hit) {
		c->best = workload;
		c->best_hit = hit;
		c->is_own = is_own;
	}
}

/* All are hit; or nothing attaches, which another workload does not change. */
static bool choice__is_made(const struct choice *c)
{
	return c->was_tried && c->best_hit == c->attached;
}

/* target: of a workload in user space; "": the workload's own. */
static int try_workload(const struct job *job, const char *workload, const char *target,
			struct choice *choice)
{
	struct plan plan = *job->plan;
	struct job one = *job;
	struct kept_log kept = { 0 };
	struct run run;
	int err;

	one.plan = &plan;
	one.explain = false;
	plan.n_backends = 1; /* none: the programs come after it */
	snprintf(plan.workload, sizeof(plan.workload), "%s", workload);
	if (target[0])
		snprintf(plan.target, sizeof(plan.target), "%s", target);
	/* What a program lacks is said when it is measured. */
	kept_log__begin(&kept);
	err = execute__probe(&one, &run);
	kept_log__end();
	if (err)
		kept_log__write(&kept, NULL);
	else
		choice__take(choice, workload, target[0], &run);
	kept_log__free(&kept);
	run__free(&run);
	return err;
}

/* "do_unlinkat, vfs_open": what the workloads call. */
static void list_targets(char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (const struct workload *w = workloads; w->name; w++)
		for (const struct target_candidate *t = w->targets; t && t->symbol; t++)
			if (!strstr(text, t->symbol) && length < size)
				length += (size_t)snprintf(text + length, size - length, "%s%s",
							   length ? ", " : "", t->symbol);
}

static void warn_of_none(void)
{
	char targets[512];

	list_targets(targets, sizeof(targets));
	log__warning(
		"no workload runs the programs in each operation: attach them by --retarget to a function that workloads call, of which a kernel has some: %s",
		targets);
}

/* Until all are hit. Those in user space are tried as soon as it is known that they may be. */
static int try_all(const struct job *job, struct choice *choice)
{
	bool has_tried_own = false;
	int err = 0;

	for (const struct workload *w = workloads; w->name && !err && !choice__is_made(choice);
	     w++) {
		if (w->times_nothing || w->user_functions)
			continue;
		err = *interrupt__flag() ? -EINTR : try_workload(job, w->name, "", choice);
		if (err || has_tried_own || !choice->own[0])
			continue;
		has_tried_own = true;
		err = try_workload(job, workload__of_user_function(choice->own)->name, choice->own,
				   choice);
	}
	return err;
}

int choose_workload(const struct job *job, const char *image, struct chosen_workload *chosen)
{
	struct where where = *job->where;
	struct choice choice = { .best = NULL };
	struct kept_vm kept = { .guest = NULL };
	struct job one = *job;
	int err;

	if (image) {
		where.in_vm = true;
		where.kernel = image;
	}
	one.where = &where;
	one.kept = &kept;
	*chosen = (struct chosen_workload){ .workload = "" };
	err = try_all(&one, &choice);
	kept_vm__close(&kept);
	if (err)
		return err;
	if (!choice.best) {
		if (choice.attached)
			warn_of_none();
		return 0;
	}
	log__info("workload %s: of those that were tried, the programs run in %s", choice.best,
		  choice.all);
	snprintf(chosen->workload, sizeof(chosen->workload), "%s", choice.best);
	if (choice.is_own)
		memcpy(chosen->target, choice.own, sizeof(chosen->target));
	return 0;
}
