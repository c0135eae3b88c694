// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/profile.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/log.h"

#define MAX_NUMBER 10000000 /* of a stretch */

struct reader {
	struct profiles *profiles;
	struct profile *trial; /* that is being read; NULL between trials */
	size_t *index;	       /* of the stretch with a number, + 1 */
	size_t n_index;
};

/* Room for one more: doubles whenever a power of 2 is full. */
static void *make_room(void *v, size_t n, size_t size)
{
	return n & (n - 1) ? v : reallocarray(v, n ? 2 * n : 1, size);
}

static int reader__begin(struct reader *r, const char *line)
{
	struct profiles *p = r->profiles;
	struct profile trial = { 0 }, *v;

	if (r->trial ||
	    sscanf(line, "trial %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64, &trial.operations,
		   &trial.length, &trial.same_length, &trial.used) != 4)
		return -EINVAL;
	v = make_room(p->v, p->n, sizeof(*v));
	if (!v)
		return -ENOMEM;
	p->v = v;
	v[p->n] = trial;
	r->trial = &v[p->n++];
	memset(r->index, 0, r->n_index * sizeof(*r->index));
	return 0;
}

static int reader__count(struct reader *r, const char *line)
{
	struct profile *t = r->trial;
	struct profile_count count, *v;

	if (!t || sscanf(line, "i %" SCNx64 " %" SCNu64, &count.address, &count.count) != 2)
		return -EINVAL;
	v = make_room(t->counts, t->n_counts, sizeof(*v));
	if (!v)
		return -ENOMEM;
	t->counts = v;
	v[t->n_counts++] = count;
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
	struct profile_stretch stretch = { 0 }, *v;
	size_t number, parent;

	if (!t || sscanf(line, "n %zu %zu %" SCNx64 " %" SCNu64, &number, &parent, &stretch.address,
			 &stretch.count) != 4)
		return -EINVAL;
	if (!number || number > MAX_NUMBER ||
	    (parent && (parent >= r->n_index || !r->index[parent])))
		return -EINVAL;
	stretch.parent = parent ? r->index[parent] : 0;
	v = make_room(t->stretches, t->n_stretches, sizeof(*v));
	if (!v)
		return -ENOMEM;
	t->stretches = v;
	v[t->n_stretches] = stretch;
	return reader__note_index(r, number, t->n_stretches++);
}

/* The parts make the whole. */
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
		log__error("what the plugin has counted is broken in line %u: was it built with "
			   "this hookbench?",
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
