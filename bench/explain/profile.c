// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/profile.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

#define MAX_NUMBER 10000000 /* of a stretch */

struct reader {
	struct profiles *profiles;
	struct profile *trial; /* being read; NULL between trials */
	size_t *index;	       /* of the stretch with this number, plus 1 */
	size_t n_index;
};

/* Makes room for one more: doubles whenever n is a power of 2. */
static void *make_room(void *v, size_t n, size_t size)
{
	return n & (n - 1) ? v : reallocarray(v, n ? 2 * n : 1, size);
}

/*
 * Reads the numbers after the first word of a line: each after one space, in base 10 or 16 as given
 * by `bases`, and nothing after the last. False if the line is different.
 */
static bool read_numbers(const char *line, size_t n, const int *bases, uint64_t *numbers)
{
	const char *at = strchr(line, ' ');

	for (size_t i = 0; i < n; i++) {
		char *end;

		if (!at || *at != ' ' || !isxdigit((unsigned char)at[1]))
			return false;
		errno = 0;
		numbers[i] = strtoull(at + 1, &end, bases[i]);
		if (errno || end == at + 1)
			return false;
		at = end;
	}
	return at && !strcmp(at, "\n");
}

static int reader__begin(struct reader *r, const char *line)
{
	struct profiles *p = r->profiles;
	uint64_t numbers[4];
	struct profile *v;

	if (r->trial || !read_numbers(line, 4, (const int[]){ 10, 10, 10, 10 }, numbers))
		return -EINVAL;
	v = make_room(p->v, p->n, sizeof(*v));
	if (!v)
		return -ENOMEM;
	p->v = v;
	v[p->n] = (struct profile){ .operations = numbers[0],
				    .length = numbers[1],
				    .same_length = numbers[2],
				    .used = numbers[3] };
	r->trial = &v[p->n++];
	for (size_t i = 0; i < r->n_index; i++)
		r->index[i] = 0;
	return 0;
}

static int reader__count(struct reader *r, const char *line)
{
	struct profile *t = r->trial;
	struct profile_count *v;
	uint64_t numbers[2];

	if (!t || !read_numbers(line, 2, (const int[]){ 16, 10 }, numbers))
		return -EINVAL;
	v = make_room(t->counts, t->n_counts, sizeof(*v));
	if (!v)
		return -ENOMEM;
	t->counts = v;
	v[t->n_counts++] = (struct profile_count){ numbers[0], numbers[1] };
	return 0;
}

static int reader__note_index(struct reader *r, size_t number, size_t index)
{
	if (number >= r->n_index) {
		size_t n = 2 * number + 1024;
		size_t *v = reallocarray(r->index, n, sizeof(*v));

		if (!v)
			return -ENOMEM;
		memset(v + r->n_index, 0, (n - r->n_index) * sizeof(*v));
		r->index = v;
		r->n_index = n;
	}
	r->index[number] = index + 1;
	return 0;
}

static int reader__stretch(struct reader *r, const char *line)
{
	struct profile *t = r->trial;
	struct profile_stretch *v;
	uint64_t numbers[4], number, parent;

	if (!t || !read_numbers(line, 4, (const int[]){ 10, 10, 16, 10 }, numbers))
		return -EINVAL;
	number = numbers[0];
	parent = numbers[1];
	if (!number || number > MAX_NUMBER ||
	    (parent && (parent >= r->n_index || !r->index[parent])))
		return -EINVAL;
	v = make_room(t->stretches, t->n_stretches, sizeof(*v));
	if (!v)
		return -ENOMEM;
	t->stretches = v;
	v[t->n_stretches] =
		(struct profile_stretch){ numbers[2], numbers[3], parent ? r->index[parent] : 0 };
	return reader__note_index(r, number, t->n_stretches++);
}

/* Checks that the parts add up. */
static int reader__end(struct reader *r)
{
	const struct profile *t = r->trial;
	uint64_t counts = 0, stretches = 0;

	if (!t)
		return -EINVAL;
	for (size_t i = 0; i < t->n_counts; i++)
		counts += t->counts[i].count;
	for (size_t i = 0; i < t->n_stretches; i++)
		stretches += t->stretches[i].count;
	r->trial = NULL;
	return counts == t->length && stretches == t->length ? 0 : -EINVAL;
}

static int reader__take(struct reader *r, const char *line)
{
	switch (line[0]) {
	case 't': return reader__begin(r, line);
	case 'i': return reader__count(r, line);
	case 'n': return reader__stretch(r, line);
	case 'e': return reader__end(r);
	default: return -EINVAL;
	}
}

int profiles__read(FILE *file, struct profiles *profiles)
{
	struct reader r = { .profiles = profiles };
	unsigned int number = 1;
	char line[256];
	int err = 0;

	*profiles = (struct profiles){ 0 };
	rewind(file);
	if (!fgets(line, sizeof(line), file) || strcmp(line, "hookbench-count 1\n") != 0)
		err = -EINVAL;
	while (!err && fgets(line, sizeof(line), file)) {
		number++;
		err = reader__take(&r, line);
	}
	if (!err && r.trial)
		err = -EINVAL;
	free(r.index);
	if (err == -ENOMEM)
		log__out_of_memory();
	else if (err)
		log__error(
			"the plugin's counts are invalid in line %u: was the plugin built with this hookbench?",
			number);
	if (err)
		profiles__free(profiles);
	return err;
}

void profiles__free(struct profiles *profiles)
{
	for (size_t i = 0; i < profiles->n; i++) {
		free(profiles->v[i].counts);
		free(profiles->v[i].stretches);
	}
	free(profiles->v);
	*profiles = (struct profiles){ 0 };
}
