// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/base64.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *base64__encode(const void *data, size_t size)
{
	const uint8_t *bytes = data;
	char *text = malloc((size + 2) / 3 * 4 + 1), *to = text;

	for (size_t i = 0; text && i < size; i += 3) {
		size_t n = size - i < 3 ? size - i : 3;
		uint32_t group = (uint32_t)bytes[i] << 16;

		if (n > 1)
			group |= (uint32_t)bytes[i + 1] << 8;
		if (n > 2)
			group |= bytes[i + 2];
		for (size_t j = 0; j < 4; j++)
			*to++ = j <= n ? digits[group >> (18 - 6 * j) & 63] : '=';
	}
	if (text)
		*to = '\0';
	return text;
}

/* The six bits of a digit; -1 if it is not a base64 digit. */
static int digit_value(char digit)
{
	const char *found = digit ? strchr(digits, digit) : NULL;

	return found ? (int)(found - digits) : -1;
}

/* Four digits, of which the last two may be missing. 0, or -1 if a character is not a digit. */
static int decode_group(const char *text, size_t n, uint8_t bytes[3])
{
	uint32_t group = 0;

	for (size_t i = 0; i < 4; i++) {
		int value = i < n ? digit_value(text[i]) : 0;

		if (value < 0)
			return -1;
		group = group << 6 | (uint32_t)value;
	}
	for (size_t i = 0; i < 3; i++)
		bytes[i] = (uint8_t)(group >> (16 - 8 * i));
	return 0;
}

void *base64__decode(const char *text, size_t *size)
{
	size_t n = strlen(text);
	uint8_t *data;

	*size = 0;
	if (n % 4)
		return NULL;
	data = malloc(n / 4 * 3 + 1);
	if (n && text[n - 1] == '=')
		n -= text[n - 2] == '=' ? 2 : 1;
	for (size_t i = 0; data && i < n; i += 4) {
		size_t left = n - i < 4 ? n - i : 4;
		uint8_t bytes[3];

		if (left < 2 || decode_group(text + i, left, bytes)) {
			free(data);
			return NULL;
		}
		memcpy(data + *size, bytes, left - 1);
		*size += left - 1;
	}
	return data;
}
