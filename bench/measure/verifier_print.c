// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/measure/verifier_print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/log.h"

#define LAST_LINES 12
/* A message is limited, see wire_messages.c, and what is no text takes four characters of it. */
#define PIECE_SIZE 2000

/* The beginning of the last lines. */
static const char *last_lines(const char *log)
{
	const char *at = log + strlen(log);
	unsigned int lines = 0;

	while (at > log && lines < LAST_LINES)
		lines += *--at == '\n' && at[1];
	return lines == LAST_LINES ? at + 1 : log;
}

/* Up to the last newline that fits into a piece; all of it if there is none. */
static size_t piece_of(const char *text)
{
	size_t size = strnlen(text, PIECE_SIZE - 1), end = size;

	if (!text[size])
		return size;
	while (end && text[end - 1] != '\n')
		end--;
	return end ? end : size;
}

void verifier_print(const char *arm, const char *log, bool whole)
{
	const char *at = log && !whole ? last_lines(log) : log;
	char piece[PIECE_SIZE];

	if (!at || !at[0])
		return;
	log__warning("%s: %s:", arm,
		     at == log ? "the verifier's log"
			       : "the end of the verifier's log; --verbose shows all of it");
	while (*at) {
		size_t size = piece_of(at);

		snprintf(piece, sizeof(piece), "%.*s", (int)size, at);
		log__write_lines(LOG_WARNING, piece);
		at += size;
	}
}
