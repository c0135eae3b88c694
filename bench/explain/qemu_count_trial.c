// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/qemu_count_trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/model/histogram.h"

static void path__free(struct path *path)
{
	counts__free(&path->instructions);
	counts__free(&path->stretches);
	variants_of_path__free(&path->variants);
}

void counted_trial__clear(struct counted_trial *trial)
{
	for (size_t i = 0; i < trial->n; i++)
		path__free(&trial->paths[i]);
	trial->n = 0;
	trial->operations = 0;
}

/* A slot for a new path; if all are taken, that of the rarest. */
static struct path *counted_trial__place(struct counted_trial *trial)
{
	struct path *rarest = &trial->paths[0];

	if (trial->n < MAX_PATHS)
		return &trial->paths[trial->n++];
	for (size_t i = 1; i < trial->n; i++)
		if (trial->paths[i].operations < rarest->operations)
			rarest = &trial->paths[i];
	path__free(rarest);
	return rarest;
}

void counted_trial__add_operation(struct counted_trial *trial, const struct operation *o)
{
	uint64_t mix = counts__mix(&o->instructions);
	struct path *path = NULL;

	trial->operations++;
	for (size_t i = 0; i < trial->n && !path; i++)
		if (trial->paths[i].mix == mix && trial->paths[i].length == o->length)
			path = &trial->paths[i];
	if (!path) {
		path = counted_trial__place(trial);
		*path = (struct path){ .length = o->length,
				       .mix = mix,
				       .instructions = counts__copy(&o->instructions),
				       .stretches = counts__copy(&o->counted_stretches) };
	}
	path->operations++;
	if (o->has_accesses)
		variants_of_path__add(&path->variants, &o->accesses, &path->instructions);
}

uint64_t counted_trial__count_length(const struct counted_trial *trial, uint64_t length)
{
	uint64_t n = 0;

	for (size_t i = 0; i < trial->n; i++)
		n += trial->paths[i].length == length ? trial->paths[i].operations : 0;
	return n;
}

const struct path *counted_trial__choose(const struct counted_trial *trial)
{
	const struct path *best = NULL;
	uint64_t most = 0;

	for (size_t i = 0; i < trial->n; i++) {
		uint64_t n = counted_trial__count_length(trial, trial->paths[i].length);

		most = n > most ? n : most;
	}
	for (size_t i = 0; i < trial->n; i++) {
		const struct path *path = &trial->paths[i];

		if (counted_trial__count_length(trial, path->length) * HISTOGRAM_COMMON < most)
			continue;
		if (!best || path->length < best->length ||
		    (path->length == best->length && path->operations > best->operations))
			best = path;
	}
	return best;
}

/* Callers get a line too, even if nothing was counted in them. */
static void write_stretch(FILE *file, struct item *item, uint64_t count, bool *written)
{
	if (written[item->number])
		return;
	if (item->parent)
		write_stretch(file, item->parent, item->parent->count, written);
	written[item->number] = true;
	fprintf(file, "n %u %u %llx %llu\n", item->number, item->parent ? item->parent->number : 0,
		(unsigned long long)item->address, (unsigned long long)count);
}

static void write_stretches(FILE *file, const struct counts *c, size_t n_stretches)
{
	bool *written = allocate((n_stretches + 1) * sizeof(*written));

	for (size_t i = 0; i < c->n; i++)
		c->items[i]->count = c->n_of[i];
	for (size_t i = 0; i < c->n; i++)
		write_stretch(file, c->items[i], c->n_of[i], written);
	for (size_t i = 0; i < c->n; i++)
		c->items[i]->count = 0;
	free(written);
}

static void write_instructions(FILE *file, const struct path *path)
{
	const struct variant *v = variants_of_path__choose(&path->variants);
	const struct counts *c = &path->instructions;

	if (v)
		variants_of_path__write(&path->variants, v, file);
	for (size_t i = 0; i < c->n; i++) {
		fprintf(file, "i %llx %llu\n", (unsigned long long)c->items[i]->address,
			(unsigned long long)c->n_of[i]);
		if (v)
			variant__write_instruction(v, c, i, file);
	}
}

void counted_trial__write(const struct counted_trial *trial, size_t n_stretches, int output)
{
	const struct path *path = counted_trial__choose(trial);
	FILE *file = fdopen(dup(output), "w");

	if (!file)
		return;
	fprintf(file, "trial %llu %llu %llu %llu\n", (unsigned long long)trial->operations,
		(unsigned long long)(path ? path->length : 0),
		(unsigned long long)(path ? counted_trial__count_length(trial, path->length) : 0),
		(unsigned long long)(path ? path->operations : 0));
	if (path) {
		write_instructions(file, path);
		write_stretches(file, &path->stretches, n_stretches);
	}
	fprintf(file, "end\n");
	fclose(file);
}
