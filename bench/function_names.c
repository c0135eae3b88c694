// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/function_names.h"

#include <inttypes.h>
#include <string.h>

/* Names with more differences than this, or than one in three characters, are not near. */
#define MOST_DIFFERENCES 3

/* ---- how near ---- */

unsigned int function_names__distance(const char *a, const char *b, unsigned int limit)
{
	unsigned int row[FUNCTION_NAME_SIZE];
	size_t n = strlen(b), length = strlen(a);

	if ((n > length ? n - length : length - n) > limit)
		return limit + 1;
	for (size_t j = 0; j <= n; j++)
		row[j] = (unsigned int)j;
	for (size_t i = 1; i <= length; i++) {
		unsigned int diagonal = row[0], least = row[0] = (unsigned int)i;

		for (size_t j = 1; j <= n; j++) {
			unsigned int above = row[j], best = diagonal + (a[i - 1] != b[j - 1]);

			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = above;
			least = best < least ? best : least;
		}
		if (least > limit)
			break;
	}
	return row[n] > limit ? limit + 1 : row[n];
}

static unsigned int limit_for(const char *name)
{
	unsigned int third = (unsigned int)strlen(name) / 3;

	return third > MOST_DIFFERENCES ? third : MOST_DIFFERENCES;
}

/* A name that contains the wanted one whole is near too, but behind those with few differences. */
static unsigned int nearness(const char *name, const char *other, unsigned int limit)
{
	unsigned int distance = function_names__distance(name, other, limit);

	return distance > limit && strstr(other, name) ? limit : distance;
}

static void lookup__add_near(struct function_lookup *lookup, unsigned int *distances,
			     const char *other, unsigned int distance)
{
	size_t i = lookup->n_near, last = FUNCTION_NAMES_NEAR - 1;

	for (size_t k = 0; k < lookup->n_near; k++)
		if (!strcmp(lookup->near[k], other))
			return;
	while (i && distance < distances[i - 1])
		i--;
	if (i > last)
		return;
	if (lookup->n_near <= last)
		lookup->n_near++;
	for (size_t k = lookup->n_near - 1; k > i; k--) {
		memcpy(lookup->near[k], lookup->near[k - 1], FUNCTION_NAME_SIZE);
		distances[k] = distances[k - 1];
	}
	snprintf(lookup->near[i], FUNCTION_NAME_SIZE, "%s", other);
	distances[i] = distance;
}

/* ---- kallsyms ---- */

/* The next function; lines are "ADDRESS TYPE NAME", and "\t[MODULE]" may follow. */
static bool next_function(FILE *kallsyms, uint64_t *address, char name[FUNCTION_NAME_SIZE])
{
	char line[1024], type;

	while (fgets(line, sizeof(line), kallsyms)) {
		char whole[512];

		if (sscanf(line, "%" SCNx64 " %c %511s", address, &type, whole) != 3 ||
		    !strchr("tTwW", type) || strlen(whole) >= FUNCTION_NAME_SIZE)
			continue;
		strcpy(name, whole);
		return true;
	}
	return false;
}

/* NAME.isra.0, NAME.constprop.0, NAME.part.0, NAME.cold. */
static bool is_copy(const char *name, const char *other)
{
	size_t length = strlen(name);

	return !strncmp(other, name, length) && other[length] == '.';
}

static void lookup__find(struct function_lookup *lookup, FILE *kallsyms, const char *name)
{
	unsigned int distances[FUNCTION_NAMES_NEAR], limit = limit_for(name);
	char other[FUNCTION_NAME_SIZE];
	uint64_t address;

	while (next_function(kallsyms, &address, other)) {
		unsigned int distance;

		if (!strcmp(other, name)) {
			if (!lookup->n)
				lookup->address = address;
			/* Without addresses, all are 0 and nobody knows whether they differ. */
			lookup->n += !lookup->n || address != lookup->address;
			continue;
		}
		if (is_copy(name, other) && !lookup->copy[0])
			strcpy(lookup->copy, other);
		distance = nearness(name, other, limit);
		/* What the compiler puts before a function is none. */
		if (distance <= limit && !is_copy(name, other) && strncmp(other, "__pfx_", 6) != 0)
			lookup__add_near(lookup, distances, other, distance);
	}
}

static void lookup__find_aliases(struct function_lookup *lookup, FILE *kallsyms, const char *name)
{
	char other[FUNCTION_NAME_SIZE];
	uint64_t address;

	rewind(kallsyms);
	while (lookup->n_aliases < FUNCTION_NAMES_ALIKE && next_function(kallsyms, &address, other))
		if (address == lookup->address && strcmp(other, name) != 0)
			strcpy(lookup->aliases[lookup->n_aliases++], other);
}

void function_names__look_up(FILE *kallsyms, const char *name, struct function_lookup *lookup)
{
	*lookup = (struct function_lookup){ 0 };
	lookup__find(lookup, kallsyms, name);
	if (lookup->address)
		lookup__find_aliases(lookup, kallsyms, name);
}

/* ---- the other lists ---- */

static bool is_one_of(const char *word, const char *name, const struct function_lookup *lookup)
{
	if (!strcmp(word, name))
		return true;
	for (size_t i = 0; i < lookup->n_aliases; i++)
		if (!strcmp(word, lookup->aliases[i]))
			return true;
	return false;
}

bool function_names__is_traceable(FILE *list, const char *name,
				  const struct function_lookup *lookup)
{
	char line[1024];

	while (fgets(line, sizeof(line), list)) {
		line[strcspn(line, " \t\n")] = '\0';
		if (is_one_of(line, name, lookup))
			return true;
	}
	return false;
}

bool function_names__is_blacklisted(FILE *list, const char *name,
				    const struct function_lookup *lookup)
{
	char line[1024], word[512];
	uint64_t from, to;

	while (fgets(line, sizeof(line), list))
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %511s", &from, &to, word) == 3 &&
		    (is_one_of(word, name, lookup) ||
		     (lookup->address && lookup->address >= from && lookup->address < to)))
			return true;
	return false;
}
