// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/explain/profile.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

#define MAX_NUMBER   10000000 /* of a stretch */
#define MAX_ACCESSES (UINT64_C(1) << 40)

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
 * by `bases`. What follows the last, or NULL if the line is different.
 */
static const char *take_numbers(const char *line, size_t n, const int *bases, uint64_t *numbers)
{
	const char *at = strchr(line, ' ');

	for (size_t i = 0; i < n; i++) {
		char *end;

		if (!at || *at != ' ' || !isxdigit((unsigned char)at[1]))
			return NULL;
		errno = 0;
		numbers[i] = strtoull(at + 1, &end, bases[i]);
		if (errno || end == at + 1)
			return NULL;
		at = end;
	}
	return at;
}

/* The same, with nothing after the last. */
static bool read_numbers(const char *line, size_t n, const int *bases, uint64_t *numbers)
{
	const char *rest = take_numbers(line, n, bases, numbers);

	return rest && !strcmp(rest, "\n");
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

/* ---- drivers ---- */

static bool is_range(const struct profile_range *r)
{
	return r->low <= r->common && r->common <= r->high;
}

static int reader__variant(struct reader *r, const char *line)
{
	struct profile *t = r->trial;
	uint64_t n[9];

	if (!t || t->n_counts || t->has_accesses ||
	    !read_numbers(line, 9, (const int[]){ 10, 10, 10, 10, 10, 10, 10, 10, 10 }, n))
		return -EINVAL;
	for (size_t i = 0; i < 9; i++)
		if (n[i] > MAX_ACCESSES)
			return -EINVAL;
	t->has_accesses = true;
	t->agreed = n[0];
	t->loads = n[1];
	t->stores = n[2];
	t->data_lines = (struct profile_range){ n[3], n[4], n[5] };
	t->data_pages = (struct profile_range){ n[6], n[7], n[8] };
	return t->agreed && t->agreed <= t->used && is_range(&t->data_lines) &&
			       is_range(&t->data_pages)
		       ? 0
		       : -EINVAL;
}

/* Reads " HEX" to the end of the line. */
static bool read_bytes(const char *text, struct profile_access *access)
{
	if (*text++ != ' ')
		return false;
	while (isxdigit((unsigned char)text[0]) && isxdigit((unsigned char)text[1])) {
		const char digits[] = { text[0], text[1], '\0' };

		if (access->size == PROFILE_CODE_BYTES)
			return false;
		access->bytes[access->size++] = (uint8_t)strtoul(digits, NULL, 16);
		text += 2;
	}
	return access->size && !strcmp(text, "\n");
}

/* Of the instruction in the line before. */
static int reader__access(struct reader *r, const char *line)
{
	struct profile *t = r->trial;
	struct profile_access access = { 0 }, *v;
	const char *rest;
	uint64_t n[3];

	if (!t || !t->has_accesses || t->n_accesses + 1 != t->n_counts)
		return -EINVAL;
	rest = take_numbers(line, 3, (const int[]){ 10, 10, 10 }, n);
	if (!rest || !read_bytes(rest, &access) || n[0] > MAX_ACCESSES || n[1] > MAX_ACCESSES ||
	    n[2] > t->counts[t->n_counts - 1].count)
		return -EINVAL;
	v = make_room(t->accesses, t->n_accesses, sizeof(*v));
	if (!v)
		return -ENOMEM;
	access.loads = n[0];
	access.stores = n[1];
	access.turns = n[2];
	access.first_line = t->n_lines;
	t->accesses = v;
	v[t->n_accesses++] = access;
	return 0;
}

static int reader__line(struct reader *r, const char *line)
{
	struct profile *t = r->trial;
	uint64_t *v, number;

	if (!t || !t->n_accesses || t->n_accesses != t->n_counts ||
	    !read_numbers(line, 1, (const int[]){ 16 }, &number))
		return -EINVAL;
	v = make_room(t->lines, t->n_lines, sizeof(*v));
	if (!v)
		return -ENOMEM;
	t->lines = v;
	v[t->n_lines++] = number;
	t->accesses[t->n_accesses - 1].n_lines++;
	return 0;
}

static int reader__depth(struct reader *r, const char *line)
{
	struct profile *t = r->trial;
	uint64_t n[3];

	if (!t || !t->has_accesses || t->n_counts ||
	    !read_numbers(line, 3, (const int[]){ 10, 10, 10 }, n) || n[0] > MAX_ACCESSES ||
	    n[1] > MAX_ACCESSES || n[2] > MAX_ACCESSES)
		return -EINVAL;
	t->depth = n[0];
	t->confirmed = n[1];
	t->corrected = n[2];
	return 0;
}

/* Of the instruction in the line before. */
static int reader__depth_there(struct reader *r, const char *line)
{
	struct profile *t = r->trial;
	uint64_t depth;

	if (!t || !t->n_accesses || t->n_accesses != t->n_counts ||
	    !read_numbers(line, 1, (const int[]){ 10 }, &depth) || depth > t->depth)
		return -EINVAL;
	t->accesses[t->n_accesses - 1].depth = depth;
	return 0;
}

/* Whether the instructions' accesses are those of the operation. */
static bool accesses_add_up(const struct profile *t)
{
	uint64_t loads = 0, stores = 0, depth = 0;

	for (size_t i = 0; i < t->n_accesses; i++) {
		loads += t->accesses[i].loads;
		stores += t->accesses[i].stores;
		depth = t->accesses[i].depth > depth ? t->accesses[i].depth : depth;
	}
	return !t->has_accesses || (t->n_accesses == t->n_counts && loads == t->loads &&
				    stores == t->stores && depth == t->depth);
}

/* ---- lines ---- */

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
	return counts == t->length && stretches == t->length && accesses_add_up(t) ? 0 : -EINVAL;
}

static int reader__take(struct reader *r, const char *line)
{
	switch (line[0]) {
	case 't': return reader__begin(r, line);
	case 'i': return reader__count(r, line);
	case 'v': return reader__variant(r, line);
	case 'x': return reader__access(r, line);
	case 'd': return reader__depth(r, line);
	case 's': return reader__depth_there(r, line);
	case 'l': return reader__line(r, line);
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
		free(profiles->v[i].accesses);
		free(profiles->v[i].lines);
	}
	free(profiles->v);
	*profiles = (struct profiles){ 0 };
}
