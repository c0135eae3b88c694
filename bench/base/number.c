// SPDX-License-Identifier: GPL-2.0-or-later
#include "bench/base/number.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

bool number__parse(const char *text, uint64_t *number)
{
	static const struct {
		const char *suffix;
		uint64_t factor;
	} factors[] = { { "", 1 }, { "k", 1000 }, { "M", 1000000 }, { "G", 1000000000 } };
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || errno)
		return false;
	for (size_t i = 0; i < sizeof(factors) / sizeof(*factors); i++)
		if (!strcmp(end, factors[i].suffix))
			return !__builtin_mul_overflow(*number, factors[i].factor, number);
	return false;
}

const char *number__s(uint64_t number)
{
	return number == 1 ? "" : "s";
}
