// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/model/target.h"

#include <ctype.h>
#include <string.h>

bool target__is_name(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("_.$", name[i]))
			return false;
	return length && length < sizeof((struct target){ 0 }.symbol) &&
	       !isdigit((unsigned char)name[0]);
}

bool target__is_in_file(const char *name)
{
	return strpbrk(name, ":/+") != NULL;
}
