// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/text.h"

#include <stddef.h>
#include <string.h>

bool text__begins_with(const char *text, const char *beginning)
{
	return !strncmp(text, beginning, strlen(beginning));
}

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

/* Whether a release candidate's mark begins at the i-th character. */
static bool is_candidate_at(const char *name, size_t i)
{
	return name[i] == '~' || !strncmp(name + i, "-rc", 3) ||
	       (i && !strncmp(name + i - 1, "-rc", 3));
}

int text__compare_versions(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] && a[i] == b[i])
		i++;
	if (is_candidate_at(a, i) != is_candidate_at(b, i))
		return is_candidate_at(a, i) ? -1 : 1;
	return strverscmp(a, b);
}
