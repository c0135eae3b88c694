// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/execute/choose_workload.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "bench/base/interrupt.h"
#include "bench/base/log.h"
#include "workloads/workload.h"

/* How many of the programs that are attached run at least once in each operation. */
static size_t count_hit(const struct program_facts *facts, size_t *attached)
{
	size_t hit = 0;

	*attached = 0;
	for (size_t i = 0; i < facts->n; i++) {
		const struct program_fact *f = &facts->v[i];

		*attached += f->attached;
		hit += f->attached && f->operations > 0 && f->runs >= f->operations;
	}
	return hit;
}

struct choice {
	const char *best; /* NULL: none hits */
	size_t best_hit, attached;
	char all[256]; /* the workloads that hit, with how many programs */
};

static void choice__take(struct choice *c, const char *workload, const struct run *run)
{
	size_t length = strlen(c->all), attached;
	size_t hit = count_hit(&run->facts, &attached);

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

static bool choice__is_made(const struct choice *c)
{
	return c->attached && c->best_hit == c->attached;
}

static int try_workload(const struct job *job, const char *workload, struct choice *choice)
{
	struct plan plan = *job->plan;
	struct job one = *job;
	struct run run;
	int err;

	one.plan = &plan;
	one.explain = false;
	plan.n_backends = 1; /* none: the programs come after it */
	snprintf(plan.workload, sizeof(plan.workload), "%s", workload);
	err = execute__probe(&one, &run);
	if (!err)
		choice__take(choice, workload, &run);
	run__free(&run);
	return err;
}

int choose_workload(const struct job *job, const char *image, char workload[NAME_SIZE])
{
	struct where where = *job->where;
	struct choice choice = { NULL };
	struct job one = *job;
	int err = 0;

	if (image) {
		where.in_vm = true;
		where.kernel = image;
	}
	one.where = &where;
	workload[0] = '\0';
	for (const struct workload *w = workloads; w->name && !err && !choice__is_made(&choice);
	     w++)
		if (!w->times_nothing)
			err = *interrupt__flag() ? -EINTR : try_workload(&one, w->name, &choice);
	if (err)
		return err;
	if (!choice.best) {
		log__warning("no workload runs the programs in each operation");
		return 0;
	}
	log__info("workload %s: of those that were tried, the programs run in %s", choice.best,
		  choice.all);
	snprintf(workload, NAME_SIZE, "%s", choice.best);
	return 0;
}
