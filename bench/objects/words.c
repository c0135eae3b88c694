// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/objects/words.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* Between double quotes, a backslash stays before anything that would have no meaning there. */
static bool is_escaped(char quote, char next)
{
	return !quote || (quote == '"' && (strchr("\"\\$`\n", next) || !next));
}

/*
 * Copies a word without its quotes and ends it with a NUL; both pointers move on. A word becomes no
 * longer, so that it fits where it was.
 */
static int take_word(const char **from, char **to)
{
	char quote = '\0';

	for (; **from && (quote || !is_blank(**from)); ++*from) {
		char c = **from;

		if (c == '\\' && is_escaped(quote, (*from)[1])) {
			if (!*++*from)
				return -EINVAL;
			/* A line that goes on. */
			if (**from != '\n')
				*(*to)++ = **from;
		} else if (quote ? c == quote : c == '\'' || c == '"') {
			quote = quote ? '\0' : c;
		} else {
			*(*to)++ = c;
		}
	}
	*(*to)++ = '\0';
	return quote ? -EINVAL : 0;
}

int words__split(const char *text, struct words *words)
{
	size_t most = strlen(text) / 2 + 2;
	const char *from = text;
	char *to;
	int err = 0;

	*words = (struct words){ .v = calloc(most, sizeof(char *)), .text = strdup(text) };
	to = words->text;
	if (!words->v || !to)
		err = -ENOMEM;
	while (!err) {
		while (is_blank(*from))
			from++;
		if (!*from)
			break;
		words->v[words->n++] = to;
		err = take_word(&from, &to);
	}
	if (err)
		words__free(words);
	return err;
}

void words__free(struct words *words)
{
	free(words->v);
	free(words->text);
	*words = (struct words){ 0 };
}
