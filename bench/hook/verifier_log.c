// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/hook/verifier_log.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/maybe_count.h"
#include "bench/base/text.h"

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

/* "subprog 1 (add) static insns_self 5 insns_total 5 stack 8": a function, on newer kernels. */
static bool is_function(const char *line)
{
	size_t length = strcspn(line, "\n");
	const char *self = memmem(line, length, " insns_self ", strlen(" insns_self "));

	return text__begins_with(line, "subprog ") && self;
}

static bool is_statistics(const char *line)
{
	for (size_t i = 0; i < sizeof(statistics) / sizeof(*statistics); i++)
		if (text__begins_with(line, statistics[i]))
			return true;
	return is_function(line);
}

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
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

/* "8+0+16": of the program and each of its functions. */
static int64_t sum_of(const char *terms)
{
	int64_t sum = 0;
	char *end;

	do {
		if (!isdigit((unsigned char)*terms))
			return COUNT_UNKNOWN;
		sum = maybe_count__sum(sum, strtoll(terms, &end, 10));
		terms = end + 1;
	} while (*end == '+');
	return sum;
}

/* The same, of newer kernels: a line for each. */
static int64_t sum_of_functions(const char *log)
{
	int64_t sum = COUNT_UNKNOWN;

	for (; *log; log = next_line(log)) {
		if (!is_function(log))
			continue;
		sum = maybe_count__sum(sum == COUNT_UNKNOWN ? 0 : sum,
				       number_after(log, " stack "));
		if (sum == COUNT_UNKNOWN)
			return sum;
	}
	return sum;
}

static int64_t read_stack(const char *log)
{
	const char *at = strstr(log, STACK);
	int64_t sum = at ? sum_of(at + strlen(STACK)) : COUNT_UNKNOWN;

	return sum == COUNT_UNKNOWN ? sum_of_functions(log) : sum;
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

/* It is the last: nothing about an instruction, a state or a source line follows it. */
void verifier_log__reason(const char *log, char *text, size_t size)
{
	text[0] = '\0';
	for (; *log; log = next_line(log)) {
		int length = (int)strcspn(log, "\n");

		if (length && !is_statistics(log))
			snprintf(text, size, "%.*s", length, log);
	}
}
