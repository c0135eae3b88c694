// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/usage_error.h"

#include <stdarg.h>
#include <stdio.h>

#include "bench/base/encode.h"

void usage_error(const struct argp_state *state, const char *format, ...)
{
	char text[4096], encoded[2 * sizeof(text)];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	encode__text(encoded, sizeof(encoded), TO_TERMINAL, text);
	argp_error(state, "%s", encoded);
}
