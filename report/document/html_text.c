// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/document/html_text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define REPLACEMENT 0xfffd

/*
 * By a character's first byte: how many bytes follow, and the smallest character that needs so
 * many.
 */
static const struct {
	size_t more;
	uint32_t least;
	unsigned char mask, value; /* of the first byte */
} firsts[] = {
	{ 0, 0, 0x80, 0x00 },
	{ 1, 0x80, 0xe0, 0xc0 },
	{ 2, 0x800, 0xf0, 0xe0 },
	{ 3, 0x10000, 0xf8, 0xf0 },
};

/* Characters that a page must not contain, or that would change how other text is shown. */
static const struct {
	uint32_t first, last;
} hidden[] = {
	{ 0x00, 0x08 },	    { 0x0b, 0x1f },	{ 0x7f, 0x9f },	    { 0x200e, 0x200f },
	{ 0x202a, 0x202e }, { 0x2066, 0x2069 }, { 0xd800, 0xdfff }, { 0xfffe, 0xffff },
};

static bool is_hidden(uint32_t c)
{
	for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
		if (c >= hidden[i].first && c <= hidden[i].last)
			return true;
	return c > 0x10ffff;
}

uint32_t html_text__next(const char *text, size_t *length)
{
	const unsigned char *bytes = (const unsigned char *)text;

	*length = 1;
	for (size_t i = 0; i < sizeof(firsts) / sizeof(*firsts); i++) {
		uint32_t c = bytes[0] & (unsigned char)~firsts[i].mask;

		if ((bytes[0] & firsts[i].mask) != firsts[i].value)
			continue;
		/* A NUL is no continuation byte, so the loop stops at the end. */
		for (size_t j = 1; j <= firsts[i].more; j++) {
			if ((bytes[j] & 0xc0) != 0x80)
				return REPLACEMENT;
			c = c << 6 | (bytes[j] & 0x3f);
		}
		if (c < firsts[i].least)
			return REPLACEMENT;
		*length = firsts[i].more + 1;
		return is_hidden(c) ? REPLACEMENT : c;
	}
	return REPLACEMENT;
}

void html_text__write(FILE *file, const char *text)
{
	size_t length;

	for (; *text; text += length) {
		uint32_t c = html_text__next(text, &length);

		switch (c) {
		case '&': fputs("&amp;", file); break;
		case '<': fputs("&lt;", file); break;
		case '>': fputs("&gt;", file); break;
		case '"': fputs("&quot;", file); break;
		case '\'': fputs("&#39;", file); break;
		case REPLACEMENT: fputs("&#xfffd;", file); break;
		default: fwrite(text, 1, length, file);
		}
	}
}

void html_text__print(FILE *file, const char *format, ...)
{
	char text[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	html_text__write(file, text);
}
