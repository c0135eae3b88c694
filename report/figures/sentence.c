// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/figures/sentence.h"

#include <stdarg.h>
#include <stdio.h>

void sentence__say(struct sentence *s, const char *format, ...)
{
	va_list args;
	int n;

	if (s->length >= s->size)
		return;
	va_start(args, format);
	n = vsnprintf(s->text + s->length, s->size - s->length, format, args);
	va_end(args);
	s->length += n > 0 ? (size_t)n : 0;
}

const char *sentence__comma(size_t i, size_t n)
{
	if (!i)
		return "";
	return i + 1 == n ? " and " : ", ";
}
