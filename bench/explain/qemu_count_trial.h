/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin: the paths that a trial's operations take, and the one that is written. */
#ifndef HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_TRIAL_H
#define HOOKBENCH_BENCH_EXPLAIN_QEMU_COUNT_TRIAL_H

#include "bench/explain/qemu_count_operation.h"

#define MAX_PATHS 32

struct path {
	uint64_t length, mix, operations;
	struct counts instructions, stretches; /* of one operation */
	struct variants_of_path variants;      /* none without accesses */
};

struct counted_trial {
	bool active;
	uint64_t operations;
	struct path paths[MAX_PATHS];
	size_t n;
};

void counted_trial__clear(struct counted_trial *trial);
void counted_trial__add_operation(struct counted_trial *trial, const struct operation *o);
/* The number of operations of that length, among those with a known path. */
uint64_t counted_trial__count_length(const struct counted_trial *trial, uint64_t length);
/* The most frequent path of the shortest common length; NULL if there was no operation. */
const struct path *counted_trial__choose(const struct counted_trial *trial);
/*
 * Writes at once and completely, because hookbench ends QEMU as soon as it has the guest's reply.
 * There are `n_stretches` in all.
 */
void counted_trial__write(const struct counted_trial *trial, size_t n_stretches, int output);

#endif
