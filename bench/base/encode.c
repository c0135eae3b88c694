// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/encode.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/utf8.h"

#define REPLACEMENT "\357\277\275" /* U+FFFD */

/* A text that replaces a character; NULL: the character is kept, if it may be shown. */
struct row {
	const char *instead[128];
	const char *unshown; /* NULL: each byte as \xHH */
	bool is_cell;	     /* of a CSV file */
	bool has_words;	     /* in which an underscore means nothing */
	bool is_name;	     /* of a file; a dot first would hide it, or be the folder itself */
};

static const struct row rows[] = {
	[TO_TERMINAL] = { .instead = { ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\t" } },
	[TO_TERMINAL_LINES] = { .instead = { ['\n'] = "\n  ", ['\r'] = "\\r", ['\t'] = "\t" } },
	[TO_TERMINAL_NAME] = { .instead = { ['\n'] = "\\n",
					    ['\r'] = "\\r",
					    ['\t'] = "\\t",
					    ['\\'] = "\\\\" } },
	/* Readers know no escape for #, so it is not there at all. */
	[TO_KTAP] = { .instead = { ['\n'] = "\\n", ['\r'] = "\\r", ['#'] = "\\x23" } },
	[TO_CSV] = { .instead = { ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\t", ['"'] = "\"\"" },
		     .is_cell = true },
	[TO_MARKDOWN] = { .instead = { ['\n'] = " ",
				       ['\t'] = " ",
				       ['<'] = "&lt;",
				       ['>'] = "&gt;",
				       ['&'] = "&amp;",
				       ['@'] = "&#64;", /* not a mention of a user */
				       ['\\'] = "\\\\",
				       ['`'] = "\\`",
				       ['*'] = "\\*",
				       ['_'] = "\\_",
				       ['['] = "\\[",
				       [']'] = "\\]",
				       ['|'] = "\\|",
				       ['~'] = "\\~",
				       ['#'] = "\\#",
				       ['$'] = "\\$" },
			  .unshown = REPLACEMENT,
			  .has_words = true },
	[TO_MARKDOWN_CODE] = { .instead = { ['\n'] = " ", ['\t'] = " ", ['`'] = "'" },
			       .unshown = REPLACEMENT },
	[TO_HTML] = { .instead = { ['\n'] = "&#10;",
				   ['\t'] = "\t",
				   ['&'] = "&amp;",
				   ['<'] = "&lt;",
				   ['>'] = "&gt;",
				   ['"'] = "&quot;",
				   ['\''] = "&#39;" },
		      .unshown = "&#xfffd;" },
	/*
	 * gnuplot's own quoting does not hold: two quotes for one in '...' confuse its search for
	 * the end of a block, and data has no escapes at all.
	 */
	[TO_GNUPLOT] = { .instead = { ['\n'] = " ",
				      ['\t'] = " ",
				      ['\''] = "\342\200\231",
				      ['"'] = "\342\200\235",
				      ['`'] = "\342\200\230",
				      ['\\'] = "\342\210\226" },
			 .unshown = REPLACEMENT },
	[TO_OPENMETRICS] = { .instead = { ['\n'] = "\\n",
					  ['\t'] = "\t",
					  ['"'] = "\\\"",
					  ['\\'] = "\\\\" },
			     .unshown = REPLACEMENT },
	[TO_FILE_NAME] = { .instead = { ['/'] = "_" }, .unshown = "_", .is_name = true },
};

/* ---- where the bytes go ---- */

/* A file, or memory of `size` bytes. */
struct sink {
	FILE *file;
	char *text;
	size_t size, length;
	bool is_full;
};

/* All of it or nothing: no character, tag or escape is cut. */
static void put(struct sink *s, const char *bytes, size_t n)
{
	if (s->file) {
		fwrite(bytes, 1, n, s->file);
		return;
	}
	if (s->is_full || n >= s->size - s->length) {
		s->is_full = true;
		return;
	}
	memcpy(s->text + s->length, bytes, n);
	s->length += n;
	s->text[s->length] = '\0';
}

/* ---- characters ---- */

static void put_unshown(struct sink *s, const struct row *row, const char *bytes, size_t n)
{
	char hex[8];

	if (row->unshown) {
		put(s, row->unshown, strlen(row->unshown));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		snprintf(hex, sizeof(hex), "\\x%02x", (unsigned char)bytes[i]);
		put(s, hex, strlen(hex));
	}
}

/* raw_tp */
static bool is_inside_word(const char *text, size_t at, size_t size)
{
	return at && at + 1 < size && isalnum((unsigned char)text[at - 1]) &&
	       isalnum((unsigned char)text[at + 1]);
}

/* The character at `at`; returns its length in bytes. */
static size_t put_character(struct sink *s, const struct row *row, const char *text, size_t at,
			    size_t size)
{
	uint32_t c;
	size_t n = utf8__next(text + at, size - at, &c);
	const char *instead = n == 1 ? row->instead[c] : NULL;

	if (instead && row->has_words && c == '_' && is_inside_word(text, at, size))
		instead = "_";
	if (instead)
		put(s, instead, strlen(instead));
	else if (n && !utf8__is_control(c))
		put(s, text + at, n);
	else
		put_unshown(s, row, text + at, n ? n : 1);
	return n ? n : 1;
}

/*
 * A spreadsheet would read a text that begins so as a formula, and some formulas start programs. An
 * apostrophe in front prevents that.
 */
static bool is_formula(const char *text, size_t size)
{
	return size && strchr("=+-@\t", text[0]);
}

static void put_text(struct sink *s, enum destination to, const char *text, size_t size)
{
	const struct row *row = &rows[to];
	bool is_quoted;

	size = strnlen(text, size);
	is_quoted = row->is_cell && (memchr(text, '"', size) || memchr(text, ',', size));
	if (is_quoted)
		put(s, "\"", 1);
	if (row->is_cell && is_formula(text, size))
		put(s, "'", 1);
	if (row->is_name && (!size || text[0] == '.'))
		put(s, "_", 1);
	for (size_t at = 0; at < size;)
		at += put_character(s, row, text, at, size);
	if (is_quoted)
		put(s, "\"", 1);
}

void encode__write_bytes(FILE *file, enum destination to, const char *text, size_t size)
{
	struct sink sink = { .file = file };

	put_text(&sink, to, text, size);
}

void encode__write(FILE *file, enum destination to, const char *text)
{
	encode__write_bytes(file, to, text, strlen(text));
}

void encode__text_bytes(char *out, size_t size, enum destination to, const char *text,
			size_t n_bytes)
{
	struct sink sink = { .text = out, .size = size };

	out[0] = '\0';
	put_text(&sink, to, text, n_bytes);
}

void encode__text(char *out, size_t size, enum destination to, const char *text)
{
	encode__text_bytes(out, size, to, text, strlen(text));
}

size_t encode__columns(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

bool encode__is_plain(const char *text)
{
	uint32_t c;

	for (size_t n; *text; text += n) {
		n = utf8__next(text, strlen(text), &c);
		if (!n || utf8__is_control(c))
			return false;
	}
	return true;
}

json_t *encode__json_bytes(const char *text, size_t size)
{
	size_t length = 0;
	uint32_t c;
	char *valid;
	json_t *json;

	size = strnlen(text, size);
	valid = malloc(strlen(REPLACEMENT) * size + 1);
	if (!valid)
		return NULL;
	for (size_t at = 0, n; at < size; at += n ? n : 1) {
		n = utf8__next(text + at, size - at, &c);
		memcpy(valid + length, n ? text + at : REPLACEMENT,
		       n ? n : sizeof(REPLACEMENT) - 1);
		length += n ? n : sizeof(REPLACEMENT) - 1;
	}
	json = json_stringn(valid, length);
	free(valid);
	return json;
}

json_t *encode__json(const char *text)
{
	return encode__json_bytes(text, strlen(text));
}
