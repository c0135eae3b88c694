// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/json_value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bench/base/maybe_count.h"

/* Up to this value, a double represents every whole number exactly. */
#define MAX_WHOLE 9007199254740992.0

json_t *json_value__number(double value)
{
	if (!isfinite(value))
		return json_null();
	if (value == floor(value) && fabs(value) < MAX_WHOLE)
		return json_integer((json_int_t)value);
	return json_real(value);
}

json_t *json_value__count(int64_t value)
{
	return value == COUNT_UNKNOWN ? json_null() : json_integer(value);
}

json_t *json_value__known(uint64_t value)
{
	return value ? json_integer((json_int_t)value) : json_null();
}

/*
 * JSON must be UTF-8, but a command line or a path need not be. If it is not, its non-ASCII bytes
 * are lost.
 */
static json_t *ascii_of(const char *text)
{
	char *copy = strdup(text);
	json_t *json;

	if (!copy)
		return NULL;
	for (char *c = copy; *c; c++)
		if ((unsigned char)*c >= 0x80)
			*c = '?';
	json = json_string(copy);
	free(copy);
	return json;
}

json_t *json_value__text(const char *text)
{
	json_t *json;

	if (!text || !text[0])
		return json_null();
	json = json_string(text);
	return json ? json : ascii_of(text);
}
