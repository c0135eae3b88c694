/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text of any bytes, encoded for where it goes, so that it means nothing there: it moves no cursor,
 * ends no line, opens no tag. This is the only place that knows what a destination acts on.
 * bench/base/print.h prints with it; scripts/check-output finds what is printed without.
 */
#ifndef HOOKBENCH_BENCH_BASE_ENCODE_H
#define HOOKBENCH_BENCH_BASE_ENCODE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * What must not be shown: control characters, characters that turn the writing direction, and bytes
 * that are not UTF-8. JSON has no row: jansson encodes it.
 */
enum destination {
	/* One line. What must not be shown becomes \n, \r or \xHH, one a byte. */
	TO_TERMINAL,
	/* Several lines, of which all but the first are indented: none looks like hookbench's own.
	 */
	TO_TERMINAL_LINES,
	/* Like TO_TERMINAL, but with \t and \\, so that the encoding can be undone. */
	TO_TERMINAL_NAME,
	/* A test's result: like TO_TERMINAL, without the # that begins a directive. */
	TO_KTAP,
	/* A whole cell, in quotes if need be, and never a formula. */
	TO_CSV,
	/* One line of text. What must not be shown is replaced by U+FFFD, here and below. */
	TO_MARKDOWN,
	/* Between backquotes, or as an indented block: no quotes end it, nothing else has a
	   meaning. */
	TO_MARKDOWN_CODE,
	/* Between tags or in a quoted attribute, of HTML, SVG and XML; one line of the file. */
	TO_HTML,
	/* Between quotes of either kind; quotes and backslashes become similar characters. */
	TO_GNUPLOT,
	/* Between double quotes, in OpenMetrics: what has a meaning there is escaped, not lost. */
	TO_OPENMETRICS,
	/* A file in a folder that was chosen: leads nowhere else, and is not hidden. */
	TO_FILE_NAME,
};

/* Writes the first `size` bytes of `text`, which may end earlier with a NUL. */
void encode__write_bytes(FILE *file, enum destination to, const char *text, size_t size);
void encode__write(FILE *file, enum destination to, const char *text);
/* The same into `out`, cut at whole characters. No encoding is longer than 8 times the text + 4. */
void encode__text(char *out, size_t size, enum destination to, const char *text);
void encode__text_bytes(char *out, size_t size, enum destination to, const char *text,
			size_t n_bytes);

/* The number of characters of encoded text. */
size_t encode__columns(const char *text);
/* Whether `text` is one line that is shown as it is, except for tabs. */
bool encode__is_plain(const char *text);
/*
 * Returns a JSON string of the first `size` bytes, in which each byte that is not UTF-8 became
 * U+FFFD. NULL when out of memory.
 */
json_t *encode__json_bytes(const char *text, size_t size);
json_t *encode__json(const char *text);

#endif
