/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text of strangers, such as file names, made fit to be shown: any bytes may be in it. */
#ifndef HOOKBENCH_BENCH_BASE_ESCAPE_H
#define HOOKBENCH_BENCH_BASE_ESCAPE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * For a terminal, on one line: control characters, those that turn the direction of writing, and
 * bytes that are not UTF-8 as \n, \t, \xHH (each byte), and a backslash as two, so that it can be
 * read back. `out` needs 4 times the length, and 1.
 */
void escape__terminal(const char *text, char *out, size_t size);
/* As escape__terminal, but a backslash and a tab stay: for lines that are text already. */
void escape__line(const char *text, char *out, size_t size);

/* As escape__line, and newlines stay: for text of several lines. */
void escape__lines(const char *text, char *out, size_t size);

/* Whether it is UTF-8 on one line, of which nothing has to be escaped but backslashes. */
bool escape__is_plain(const char *text);

/* A string; each byte that is not UTF-8 becomes U+FFFD. NULL when out of memory. */
json_t *escape__json(const char *text);

#endif
