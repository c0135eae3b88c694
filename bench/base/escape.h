/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes untrusted text, such as file names, safe to display. It may hold any bytes. */
#ifndef HOOKBENCH_BENCH_BASE_ESCAPE_H
#define HOOKBENCH_BENCH_BASE_ESCAPE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * For a terminal, on one line. Control characters, characters that change the text direction, and
 * bytes that are not UTF-8 become \n, \t or \xHH (one per byte). A backslash is doubled, so that
 * the escaping can be undone. `out` needs 4 times the length of `text`, plus 1.
 */
void escape__terminal(const char *text, char *out, size_t size);
/* Like escape__terminal, but keeps backslashes and tabs: for lines that are already text. */
void escape__line(const char *text, char *out, size_t size);

/* Like escape__line, but also keeps newlines: for text of several lines. */
void escape__lines(const char *text, char *out, size_t size);

/* Whether `text` is one line of valid UTF-8 in which at most backslashes need escaping. */
bool escape__is_plain(const char *text);

/*
 * Returns a JSON string in which each byte that is not UTF-8 became U+FFFD. NULL when out of
 * memory.
 */
json_t *escape__json(const char *text);

#endif
