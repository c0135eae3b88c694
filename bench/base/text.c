// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/text.h"

#include <stddef.h>
#include <string.h>

bool text__ends_with(const char *text, const char *ending)
{
	size_t length = strlen(text), n = strlen(ending);

	return length > n && !strcmp(text + length - n, ending);
}

const char *text__base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool text__are_equal(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}
