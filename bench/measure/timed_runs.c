// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/timed_runs.h"

#include <stdbool.h>
#include <stdlib.h>

#include "bench/base/log.h"
#include "bench/base/maybe_count.h"

#define OPERATIONS 16

/* The runs of a program in each operation; COUNT_UNKNOWN. */
struct counted {
	int64_t runs[OPERATIONS];
};

/* The runs of each program between the calls before an operation and after it. */
struct tally {
	const struct hook *hook;
	size_t n;	  /* programs */
	size_t operation; /* the one that runs */
	int64_t *before;
	struct counted *counted;
};

static void tally__note(void *context, bool begins)
{
	struct tally *t = context;
	size_t n;
	const struct program_fact *facts = hook__facts(t->hook, &n);

	for (size_t i = 0; i < n && i < t->n && t->operation < OPERATIONS; i++) {
		if (begins)
			t->before[i] = facts[i].runs;
		else
			t->counted[i].runs[t->operation] =
				maybe_count__difference(facts[i].runs, t->before[i]);
	}
	t->operation += !begins;
}

static int tally__run(struct tally *t, const struct bench *bench, const struct workload *workload)
{
	struct worker *worker = &bench->workers[0];

	t->operation = 0;
	bench__reset(bench, OPERATIONS);
	worker->around = tally__note;
	worker->around_context = t;
	workload->loop(worker, OPERATIONS, CLOCK_SOURCE_CALLS);
	worker->around = NULL;
	return bench__check(bench, workload);
}

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/*
 * Of all operations, which it sorts; COUNT_UNKNOWN. One that is preempted may have hundreds of
 * other processes: so none counts more than twice the median.
 */
static int64_t sum(struct counted *c)
{
	int64_t sum = 0, most;

	qsort(c->runs, OPERATIONS, sizeof(*c->runs), compare);
	if (c->runs[0] == COUNT_UNKNOWN)
		return COUNT_UNKNOWN;
	most = c->runs[OPERATIONS / 2] ? 2 * c->runs[OPERATIONS / 2] : 1;
	for (size_t i = 0; i < OPERATIONS; i++)
		sum += c->runs[i] < most ? c->runs[i] : most;
	return sum;
}

/*
 * Reading the counts may run the program too: always as often. Other processes may, too: if some
 * do, a run of the workload's is only what three of four operations have.
 */
static void set_fact(struct program_fact *fact, struct counted *runs, struct counted *reading)
{
	int64_t all = sum(runs), others = sum(reading);
	const size_t first = 0, quarter = OPERATIONS / 4, last = OPERATIONS - 1;

	if (all == COUNT_UNKNOWN || others == COUNT_UNKNOWN)
		return;
	if (reading->runs[first] != reading->runs[last] &&
	    runs->runs[quarter] <= reading->runs[quarter])
		all = others;
	fact->timed_runs = all > others ? all - others : 0;
	fact->timed_operations = OPERATIONS;
}

static int count(struct tally *t, const struct bench *bench, const struct workload *workload,
		 struct counted *reading, struct program_fact *facts)
{
	struct counted *runs = t->counted;
	int err;

	t->counted = reading;
	err = tally__run(t, bench, workload__of_clock());
	t->counted = runs;
	if (!err)
		err = tally__run(t, bench, workload);
	for (size_t i = 0; i < t->n && !err; i++)
		set_fact(&facts[i], &runs[i], &reading[i]);
	return err;
}

/* Room for what was before an operation, and the runs of now, which counting changes. */
struct numbers {
	int64_t *before, *now;
	struct counted *counted; /* of the workload, and of reading alone */
};

static int numbers__allocate(struct numbers *numbers, size_t n)
{
	numbers->before = calloc(n, sizeof(*numbers->before));
	numbers->now = calloc(n, sizeof(*numbers->now));
	numbers->counted = calloc(2 * n, sizeof(*numbers->counted));
	return numbers->before && numbers->now && numbers->counted ? 0 : log__out_of_memory();
}

static void numbers__free(struct numbers *numbers)
{
	free(numbers->before);
	free(numbers->now);
	free(numbers->counted);
}

int timed_runs__count(const struct bench *bench, const struct hook *hook,
		      const struct workload *workload)
{
	struct tally t = { .hook = hook };
	struct program_fact *facts =
		program_facts__find(&bench->memory->facts, hook->backend->name, &t.n);
	struct numbers numbers;
	int err;

	if (!facts)
		return 0;
	err = numbers__allocate(&numbers, t.n);
	if (!err) {
		t.before = numbers.before;
		t.counted = numbers.counted;
		for (size_t i = 0; i < t.n; i++)
			numbers.now[i] = facts[i].runs;
		err = count(&t, bench, workload, numbers.counted + t.n, facts);
		for (size_t i = 0; i < t.n; i++)
			facts[i].runs = numbers.now[i];
	}
	numbers__free(&numbers);
	return err;
}
