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

static bool is_same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Levenshtein's distance, a row at a time, where two letters in the wrong order are one mistake. */
size_t similar_names__distance(const char *a, const char *b)
{
	size_t rows[3][SIMILAR_NAMES_SIZE + 1], n_a = strnlen(a, SIMILAR_NAMES_SIZE),
						n_b = strnlen(b, SIMILAR_NAMES_SIZE);

	for (size_t j = 0; j <= n_b; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= n_a; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= n_b; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1,
				       above[j - 1] + !is_same(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) &&
			    is_same(a[i - 2], b[j - 1]))
				row[j] = least(row[j], second[j - 2] + 1);
		}
	}
	return rows[n_a % 3][n_b];
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

void similar_names__ask(const struct similar_names *near, char *text, size_t size)
{
	int length = snprintf(text, size, "%s", near->n ? " (did you mean " : "");

	for (size_t i = 0; i < near->n && (size_t)length < size; i++)
		if (near->found[i].distance == near->found[0].distance)
			length += snprintf(text + length, size - (size_t)length, "%s%s",
					   i ? " or " : "", near->found[i].name);
	if (near->n && (size_t)length < size)
		snprintf(text + length, size - (size_t)length, "?)");
}
