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
};

static void choice__take(struct choice *c, const char *workload, const struct run *run)
{
	size_t length = strlen(c->all), attached;
	size_t hit = count_hit(&run->facts, &attached);

	c->was_tried = true;
	if (attached > c->attached)
		c->attached = attached;
	if (!hit)
		return;
	snprintf(c->all + length, sizeof(c->all) - length, "%s%s (%zu of %zu)", length ? ", " : "",
		 workload, hit, attached);
	if (hit > c->best_hit) {
		c->best = workload;
		c->best_hit = hit;
	}
}

/* All are hit; or nothing attaches, which another workload does not change. */
static bool choice__is_made(const struct choice *c)
{
	return c->was_tried && c->best_hit == c->attached;
}

static int try_workload(const struct job *job, const char *workload, struct choice *choice)
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
	/* What a program lacks is said when it is measured. */
	kept_log__begin(&kept);
	err = execute__probe(&one, &run);
	kept_log__end();
	if (err)
		kept_log__write(&kept, NULL);
	else
		choice__take(choice, workload, &run);
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

int choose_workload(const struct job *job, const char *image, char workload[NAME_SIZE])
{
	struct where where = *job->where;
	struct choice choice = { .best = NULL };
	struct kept_vm kept = { .guest = NULL };
	struct job one = *job;
	int err = 0;

	if (image) {
		where.in_vm = true;
		where.kernel = image;
	}
	one.where = &where;
	one.kept = &kept;
	workload[0] = '\0';
	for (const struct workload *w = workloads; w->name && !err && !choice__is_made(&choice);
	     w++)
		if (!w->times_nothing && !w->user_functions)
			err = *interrupt__flag() ? -EINTR : try_workload(&one, w->name, &choice);
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
	snprintf(workload, NAME_SIZE, "%s", choice.best);
	return 0;
}
