// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/similar_names.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Levenshtein distance, one row at a time. */
size_t similar_names__distance(const char *a, const char *b)
{
	size_t row[SIMILAR_NAMES_SIZE + 1], n_a = strnlen(a, SIMILAR_NAMES_SIZE),
					    n_b = strnlen(b, SIMILAR_NAMES_SIZE);

	for (size_t j = 0; j <= n_b; j++)
		row[j] = j;
	for (size_t i = 1; i <= n_a; i++) {
		size_t above_left = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n_b; j++) {
			bool differs = tolower((unsigned char)a[i - 1]) !=
				       tolower((unsigned char)b[j - 1]);
			size_t above = row[j];

			row[j] = least(least(above, row[j - 1]) + 1, above_left + differs);
			above_left = above;
		}
	}
	return row[n_b];
}

/*
 * A name that contains the whole word is as near as one wrong letter. A third of the letters may be
 * wrong.
 */
static bool is_near(const char *wanted, const char *name, size_t *distance)
{
	size_t n = strlen(wanted), n_name = strlen(name);
	/* The distance is at least this: a kernel has 60,000 names, most of them too long. */
	size_t at_least = n > n_name ? n - n_name : n_name - n;

	*distance = at_least;
	if (at_least <= 1 || at_least * 3 <= n)
		*distance = similar_names__distance(wanted, name);
	if (n > 2 && strcasestr(name, wanted)) {
		*distance = *distance > 1;
		return true;
	}
	return *distance * 3 <= n || *distance == 1;
}

void similar_names__start(struct similar_names *near, const char *wanted)
{
	*near = (struct similar_names){ .n = 0 };
	snprintf(near->wanted, sizeof(near->wanted), "%s", wanted);
}

void similar_names__offer(struct similar_names *near, const char *name)
{
	size_t distance, at;

	if (strlen(name) >= SIMILAR_NAMES_SIZE || !is_near(near->wanted, name, &distance))
		return;
	for (at = 0; at < near->n && near->found[at].distance <= distance; at++)
		if (!strcmp(near->found[at].name, name))
			return;
	if (at == SIMILAR_NAMES_SHOWN)
		return;
	if (near->n < SIMILAR_NAMES_SHOWN)
		near->n++;
	memmove(&near->found[at + 1], &near->found[at],
		(near->n - at - 1) * sizeof(near->found[0]));
	strcpy(near->found[at].name, name);
	near->found[at].distance = distance;
}

void similar_names__format(const struct similar_names *near, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (size_t i = 0; i < near->n; i++) {
		const char *name = near->found[i].name;

		if (length + strlen(name) + 2 >= size)
			return;
		length +=
			(size_t)snprintf(text + length, size - length, "%s%s", i ? ", " : "", name);
	}
}
