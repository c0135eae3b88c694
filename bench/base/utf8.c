// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/utf8.h"

#include <string.h>

static size_t length_of(unsigned char first)
{
	return first < 0x80		? 1
	       : (first & 0xe0) == 0xc0 ? 2
	       : (first & 0xf0) == 0xe0 ? 3
	       : (first & 0xf8) == 0xf0 ? 4
					: 0;
}

size_t utf8__next(const char *text, size_t size, uint32_t *character)
{
	/* By length; shorter encodings of the same character are not valid. */
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *bytes = (const unsigned char *)text;
	size_t length = size ? length_of(bytes[0]) : 0;

	if (!length || length > size)
		return 0;
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

bool utf8__is_valid(const char *text)
{
	size_t size = strlen(text), length = 1;
	uint32_t character;

	for (; size && length; text += length, size -= length)
		length = utf8__next(text, size, &character);
	return !size;
}

/* Control characters; marks that turn the writing direction or end a line; what XML does not allow.
 */
static const struct {
	uint32_t first, last;
} controls[] = {
	{ 0x00, 0x1f },	    { 0x7f, 0x9f },	{ 0x61c, 0x61c },   { 0x200e, 0x200f },
	{ 0x2028, 0x202e }, { 0x2066, 0x2069 }, { 0xfffe, 0xffff },
};

bool utf8__is_control(uint32_t character)
{
	for (size_t i = 0; i < sizeof(controls) / sizeof(*controls); i++)
		if (character >= controls[i].first && character <= controls[i].last)
			return true;
	return false;
}
