// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/verdicts/pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"
#include "bench/model/store.h"
#include "report/verdicts/comparable.h"

static int check_repetition(const struct run *run, const struct run *other, const char *path,
			    bool force)
{
	struct obstacle obstacle = { "" };

	comparable__check_repetition(run, other, &obstacle);
	if (!obstacle.text[0])
		return 0;
	if (force) {
		log__warning("%s is not a repetition of the other runs in its folder: %s", path,
			     obstacle.text);
		return 0;
	}
	log__error(
		"%s is not a repetition of the other runs in its folder: %s; put runs that belong together into a separate folder",
		path, obstacle.text);
	return -EXDEV;
}

/* Moves the trials of `other` to the end of those of `run`. */
static int append(struct run *run, struct run *other, unsigned int part)
{
	size_t n = run->n_trials + other->n_trials;
	struct trial *trials = reallocarray(run->trials, n + 1, sizeof(*trials));

	if (!trials)
		return log__out_of_memory();
	for (size_t i = 0; i < other->n_trials; i++) {
		trials[run->n_trials + i] = other->trials[i];
		trials[run->n_trials + i].round += run->plan.rounds;
		trials[run->n_trials + i].part = part;
	}
	run->trials = trials;
	run->n_trials = n;
	run->plan.rounds += other->plan.rounds;
	other->n_trials = 0;
	return 0;
}

static int add(const char *path, bool force, struct run *run, unsigned int part)
{
	struct run other;
	int err = store__read(path, &other);

	if (err)
		return err;
	err = check_repetition(run, &other, path, force);
	if (!err)
		err = append(run, &other, part);
	run__free(&other);
	return err;
}

int pool__read(const char *path, bool force, struct run *run, size_t *n_runs)
{
	struct store_list list;
	int err = store__list(path, &list);

	if (err)
		return err;
	*n_runs = list.n;
	err = store__read(list.paths[0], run);
	for (size_t i = 1; i < list.n && !err; i++) {
		err = add(list.paths[i], force, run, (unsigned int)i);
		if (err)
			run__free(run);
	}
	store__free_list(&list);
	return err;
}
