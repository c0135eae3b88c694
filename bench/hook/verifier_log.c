// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/verifier_log.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/maybe_count.h"

char *verifier_log__end_of(const char *text, size_t size)
{
	const char *line;

	if (size > VERIFIER_LOG_KEPT) {
		text += size - VERIFIER_LOG_KEPT;
		size = VERIFIER_LOG_KEPT;
		line = memchr(text, '\n', size);
		if (line) {
			size -= (size_t)(line + 1 - text);
			text = line + 1;
		}
	}
	return strndup(text, size);
}

/* ---- the statistics ---- */

#define PROCESSED "processed "
#define TIME	  "verification time "
#define STACK	  "stack depth "
#define STATES	  "total_states "

static const char *const statistics[] = { PROCESSED, TIME, STACK };

static bool is_statistics(const char *line)
{
	for (size_t i = 0; i < sizeof(statistics) / sizeof(*statistics); i++)
		if (!strncmp(line, statistics[i], strlen(statistics[i])))
			return true;
	return false;
}

/* The number after the word; COUNT_UNKNOWN if it is not there, or no number. */
static int64_t number_after(const char *log, const char *word)
{
	const char *at = strstr(log, word);
	long long number;
	char *end;

	if (!at)
		return COUNT_UNKNOWN;
	at += strlen(word);
	if (!isdigit((unsigned char)*at))
		return COUNT_UNKNOWN;
	number = strtoll(at, &end, 10);
	return number;
}

/* "stack depth 8+0+16": of the program and each of its functions. */
static int64_t read_stack(const char *log)
{
	const char *at = strstr(log, STACK);
	int64_t sum = 0;
	char *end;

	if (!at)
		return COUNT_UNKNOWN;
	at += strlen(STACK);
	do {
		if (!isdigit((unsigned char)*at))
			return COUNT_UNKNOWN;
		sum = maybe_count__sum(sum, strtoll(at, &end, 10));
		at = end + 1;
	} while (*end == '+');
	return sum;
}

void verifier_log__read_statistics(const char *log, struct verifier_statistics *s)
{
	int64_t us = number_after(log, TIME);

	*s = (struct verifier_statistics){
		.instructions = number_after(log, PROCESSED),
		.states = number_after(log, STATES),
		.stack_bytes = read_stack(log),
		.time_ns = us < 0 || us > INT64_MAX / 1000 ? COUNT_UNKNOWN : us * 1000,
	};
}

/* ---- the reason ---- */

/* Lines about an instruction, a state or a source line follow the reason nowhere. */
void verifier_log__reason(const char *log, char *text, size_t size)
{
	text[0] = '\0';
	while (*log) {
		int length = (int)strcspn(log, "\n");

		if (length && !is_statistics(log))
			snprintf(text, size, "%.*s", length, log);
		log += length;
		log += *log == '\n';
	}
}
