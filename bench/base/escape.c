// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Decodes the first character of `text` and returns its length in bytes; 0 if it is not valid
 * UTF-8: overlong, a surrogate, beyond Unicode, or truncated.
 */
static size_t utf8__next(const char *text, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *bytes = (const unsigned char *)text;
	size_t length = bytes[0] < 0x80		    ? 1
			: (bytes[0] & 0xe0) == 0xc0 ? 2
			: (bytes[0] & 0xf0) == 0xe0 ? 3
			: (bytes[0] & 0xf8) == 0xf0 ? 4
						    : 0;

	*character = length == 1 ? bytes[0] : bytes[0] & (0xffU >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		*character = *character << 6 | (bytes[i] & 0x3f);
	}
	if (*character < least[length] || *character > 0x10ffff ||
	    (*character >= 0xd800 && *character <= 0xdfff))
		return 0;
	return length;
}

/* Characters that a terminal would act on. */
static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || c == 0x200e || c == 0x200f ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static const char *short_escape(unsigned char byte)
{
	switch (byte) {
	case '\n': return "\\n";
	case '\t': return "\\t";
	case '\r': return "\\r";
	case '\\': return "\\\\";
	default: return NULL;
	}
}

static void escape(const char *text, const char *kept, char *out, size_t size)
{
	const char *end = out + size;
	uint32_t character;

	for (size_t n; *text && end - out > 4; text += n) {
		n = utf8__next(text, &character);
		if (n && (strchr(kept, *text) || (!is_control(character) && *text != '\\'))) {
			if ((size_t)(end - out) <= n)
				break;
			memcpy(out, text, n);
			out += n;
			continue;
		}
		n = 1; /* only this byte: any that follow are invalid by themselves */
		if (short_escape((unsigned char)*text))
			out += snprintf(out, (size_t)(end - out), "%s",
					short_escape((unsigned char)*text));
		else
			out += snprintf(out, (size_t)(end - out), "\\x%02x", (unsigned char)*text);
	}
	*out = '\0';
}

void escape__terminal(const char *text, char *out, size_t size)
{
	escape(text, "", out, size);
}

void escape__line(const char *text, char *out, size_t size)
{
	escape(text, "\\\t", out, size);
}

void escape__lines(const char *text, char *out, size_t size)
{
	escape(text, "\\\t\n", out, size);
}

bool escape__is_plain(const char *text)
{
	uint32_t character;

	for (size_t n; *text; text += n) {
		n = utf8__next(text, &character);
		if (!n || is_control(character))
			return false;
	}
	return true;
}

json_t *escape__json(const char *text)
{
	static const char replacement[] = "\xef\xbf\xbd";
	size_t length = 0, n;
	uint32_t character;
	char *valid = malloc(3 * strlen(text) + 1);
	json_t *json;

	if (!valid)
		return NULL;
	for (; *text; text += n ? n : 1) {
		n = utf8__next(text, &character);
		memcpy(valid + length, n ? text : replacement, n ? n : 3);
		length += n ? n : 3;
	}
	json = json_stringn(valid, length);
	free(valid);
	return json;
}
